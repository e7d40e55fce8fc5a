"""COPASI as a second engine: the same SBML text, none of our code."""

import warnings


def concentrations(sbml, end, steps):
    """Return a frame of concentrations with a row per time and a column per species id."""
    with warnings.catch_warnings():
        # Deprecations inside of basico and its imports.
        warnings.simplefilter("ignore")
        import basico

        model = basico.load_model_from_string(sbml)
        try:
            table = basico.run_time_course(
                duration=end, intervals=steps, use_sbml_id=True, model=model,
                r_tol=1e-10, a_tol=1e-14, max_steps=1_000_000,
            )  # fmt: skip
        finally:
            basico.remove_datamodel(model)
    return table
