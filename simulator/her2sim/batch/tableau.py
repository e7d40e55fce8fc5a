"""Coefficients of the Rosenbrock methods.

In the form of Hairer and Wanner (Solving Ordinary Differential Equations II, 1996, IV.7) that
needs no product with the Jacobian: with ``W = I/(h gamma) - J``,

``W u_i = f(t + c_i h, y + sum_j a_ij u_j) + sum_j C_ij u_j / h + d_i h df/dt``.

Both methods are stiffly accurate: the last rows of ``a`` are the row before plus the stage before,
the new solution is the last stage value plus ``u_s``, and ``u_s`` itself is the estimated error.
Dense output at the fraction ``x`` of a step, with ``k_r = sum_j H_rj u_j``:
``(1-x) y0 + x (y1 + (1-x) (k_1 + x (k_2 + x k_3)))``.
"""

from __future__ import annotations

from dataclasses import dataclass

Rows = tuple[tuple[float, ...], ...]


@dataclass(frozen=True)
class Tableau:
    """A stiffly accurate Rosenbrock method.

    Attributes
    ----------
    name
        As the literature calls it.
    error_order
        Order of the embedded solution, plus one: the step size goes with this root of the error.
    gamma
        The diagonal coefficient.
    a, c_matrix
        Rows for stages 2 and up, without the last rows of ``a``, which follow from the rest.
    nodes
        ``c_i`` for every stage.
    time_weights
        ``d_i`` for every stage.
    dense
        Rows of ``H``.
    """

    name: str
    error_order: int
    gamma: float
    a: Rows
    c_matrix: Rows
    nodes: tuple[float, ...]
    time_weights: tuple[float, ...]
    dense: Rows

    @property
    def stages(self) -> int:
        """Number of stages."""
        return len(self.nodes)


RODAS5P = Tableau(
    # Steinebach, BIT Numerical Mathematics 63:27 (2023), doi:10.1007/s10543-023-00967-x
    name="Rodas5P",
    error_order=5,
    gamma=0.21193756319429014,
    a=(
        (3.0,),
        (2.849394379747939, 0.45842242204463923),
        (-6.954028509809101, 2.489845061869568, -10.358996098473584),
        (2.8029986275628964, 0.5072464736228206, -0.3988312541770524, -0.04721187230404641),
        (
            -7.502846399306121, 2.561846144803919, -11.627539656261098, -0.18268767659942256,
            0.030198172008377946,
        ),
    ),
    c_matrix=(
        (-14.155112264123755,),
        (-17.97296035885952, -2.859693295451294),
        (147.12150275711716, -1.41221402718213, 71.68940251302358),
        (165.43517024871676, -0.4592823456491126, 42.90938336958603, -5.961986721573306),
        (
            24.854864614690072, -3.0009227002832186, 47.4931110020768, 5.5814197821558125,
            -0.6610691825249471,
        ),
        (
            30.91273214028599, -3.1208243349937974, 77.79954646070892, 34.28646028294783,
            -19.097331116725623, -28.087943162872662,
        ),
        (
            37.80277123390563, -3.2571969029072276, 112.26918849496327, 66.9347231244047,
            -40.06618937091002, -54.66780262877968, -9.48861652309627,
        ),
    ),
    nodes=(
        0.0, 0.6358126895828704, 0.4095798393397535, 0.9769306725060716, 0.4288403609558664,
        1.0, 1.0, 1.0,
    ),
    time_weights=(
        0.21193756319429014, -0.42387512638858027, -0.3384627126235924, 1.8046452872882734,
        2.325825639765069, 0.0, 0.0, 0.0,
    ),
    dense=(
        (
            25.948786856663858, -2.5579724845846235, 10.433815404888879, -2.3679251022685204,
            0.524948541321073, 1.1241088310450404, 0.4272876194431874, -0.17202221070155493,
        ),
        (
            -9.91568850695171, -0.9689944594115154, 3.0438037242978453, -24.495224566215796,
            20.176138334709044, 15.98066361424651, -6.789040303419874, -6.710236069923372,
        ),
        (
            11.419903575922262, 2.8879645146136994, 72.92137995996029, 80.12511834622643,
            -52.072871366152654, -59.78993625266729, -0.15582684282751913, 4.883087185713722,
        ),
    ),
)  # fmt: skip

RODAS4 = Tableau(
    # Hairer and Wanner (1996), code RODAS, method 1
    name="Rodas4",
    error_order=4,
    gamma=0.25,
    a=(
        (1.544,),
        (0.9466785280815826, 0.2557011698983284),
        (3.314825187068521, 2.896124015972201, 0.9986419139977817),
        (1.221224509226641, 6.019134481288629, 12.53708332932087, -0.6878860361058950),
    ),
    c_matrix=(
        (-5.6688,),
        (-2.430093356833875, -0.2063599157091915),
        (-0.1073529058151375, -9.594562251023355, -20.47028614809616),
        (7.496443313967647, -10.24680431464352, -33.99990352819905, 11.70890893206160),
        (
            8.083246795921522, -7.981132988064893, -31.52159432874371, 16.31930543123136,
            -6.058818238834054,
        ),
    ),
    nodes=(0.0, 0.386, 0.21, 0.63, 1.0, 1.0),
    time_weights=(0.25, -0.1043, 0.1035, -0.03620000000000023, 0.0, 0.0),
    dense=(
        (
            10.12623508344586, -7.487995877610167, -34.80091861555747, -7.992771707568823,
            1.025137723295662, 0.0,
        ),
        (
            -0.6762803392801253, 6.087714651680015, 16.43084320892478, 24.76722511418386,
            -6.594389125716872, 0.0,
        ),
        (0.0, 0.0, 0.0, 0.0, 0.0, 0.0),
    ),
)  # fmt: skip
