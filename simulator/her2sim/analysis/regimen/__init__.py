"""What may be given to cells: drugs at concentrations that patients reach, and knock-outs."""
