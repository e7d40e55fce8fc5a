"""Small SBML texts, whole or with one thing broken."""

MATH = "http://www.w3.org/1998/Math/MathML"
CORE = "http://www.sbml.org/sbml/level3/version1/core"
PACKAGES = "http://www.sbml.org/sbml/level3/version1"
COMPARTMENT = (
    '<listOfCompartments><compartment id="cell" size="1" spatialDimensions="3" constant="true"/>'
    "</listOfCompartments>"
)
RATE = "<apply><times/><ci>k</ci><ci>A</ci></apply>"


def document(content, *, root="", level=3, version=1, core=CORE):
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<sbml xmlns="{core}" level="{level}" version="{version}" {root}>\n'
        f'<model id="small">\n{content}\n</model>\n</sbml>\n'
    )


def species(*names, start='initialAmount="10"', compartment="cell"):
    rows = "\n".join(
        f'<species id="{name}" compartment="{compartment}" {start} hasOnlySubstanceUnits="false" '
        'boundaryCondition="false" constant="false"/>'
        for name in names
    )
    return f"<listOfSpecies>{rows}</listOfSpecies>"


def parameters(**values):
    rows = "\n".join(
        f'<parameter id="{name}" {value} constant="false"/>' for name, value in values.items()
    )
    return f"<listOfParameters>{rows}</listOfParameters>"


def law(math=RATE):
    return f'<kineticLaw><math xmlns="{MATH}">{math}</math></kineticLaw>'


def reaction(rate=None, *, reactant="A", product="B", fast="false", name="J"):
    return (
        f'<listOfReactions><reaction id="{name}" reversible="false" fast="{fast}">'
        f'<listOfReactants><speciesReference species="{reactant}" stoichiometry="1" '
        'constant="true"/></listOfReactants>'
        f'<listOfProducts><speciesReference species="{product}" stoichiometry="1" '
        'constant="true"/></listOfProducts>'
        f"{law() if rate is None else rate}</reaction></listOfReactions>"
    )


def rule(kind, variable, math):
    target = f' variable="{variable}"' if variable else ""
    return f'<{kind}{target}><math xmlns="{MATH}">{math}</math></{kind}>'


def rules(*entries):
    return f"<listOfRules>{''.join(entries)}</listOfRules>"


def whole(
    *,
    compartment=COMPARTMENT,
    pools=None,
    constants=None,
    rule_list="",
    reactions=None,
    events="",
    functions="",
    **options,
):
    """Write A -> B at rate k A, with any part replaced."""
    parts = (
        functions,
        compartment,
        species("A", "B") if pools is None else pools,
        parameters(k='value="1"') if constants is None else constants,
        rule_list,
        reaction() if reactions is None else reactions,
        events,
    )
    return document("\n".join(parts), **options)
