"""The Belgian structured communication of a payment (OGM-VCS, standard of Febelfin).

Ten digits and two of control, modulo 97, that the bank checks and the accounting of the
beneficiary reads: one for each dossier, the same whenever it is paid.
"""

from stdnum.be import ogm_vcs


#: digits of the number of the programme and of the rank of the dossier in it
PROGRAM_DIGITS = 4
RANK_DIGITS = 6


def structured_communication(program: int, rank: int) -> str:
    """The twelve digits for a dossier, by the number of its programme and its rank.

    Both count from 1 and are given once; ``ValueError`` for a number that does not fit.
    """
    if not 0 < program < 10**PROGRAM_DIGITS:
        raise ValueError(f"{program!r} is not the number of a programme.")
    if not 0 < rank < 10**RANK_DIGITS:
        raise ValueError(f"{rank!r} is not the rank of a dossier.")
    digits = f"{program:0{PROGRAM_DIGITS}}{rank:0{RANK_DIGITS}}"
    return f"{digits}{ogm_vcs.calc_check_digits(digits)}"


def format_communication(digits: str) -> str:
    """As people write it: "+++010/8068/17183+++"; nothing for nothing."""
    return f"+++{ogm_vcs.format(digits)}+++" if digits else ""
