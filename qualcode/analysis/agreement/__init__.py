"""Agreement between coders: every coefficient with its intermediate figures, undefined ones with their reason.

    tables      two coders over one set of categories, from a q × q table of counts
    raters      two or more coders, from counts of units × categories
    alpha       Krippendorff's alpha for any number of coders, any level of measurement, gaps allowed
    unitizing   agreement about where codes begin and end (u-alpha)
    unitizing_alpha   the earlier alpha for unitizing, which weighs lengths by their squares
    intervals   percentile bootstrap over units

Nothing here knows of a project; `project.agreement` brings the codings.
"""

from qualcode.analysis.agreement.alpha import Level, krippendorff_alpha
from qualcode.analysis.agreement.intervals import Interval, bootstrap, table_interval
from qualcode.analysis.agreement.raters import brennan_prediger_raters, fleiss_kappa, gwet_ac1_raters
from qualcode.analysis.agreement.result import Agreement, Reason, reason_words
from qualcode.analysis.agreement.tables import (
    brennan_prediger,
    cohen_kappa,
    gwet_ac1,
    holsti,
    percent_agreement,
    scott_pi,
    specific_agreement,
)
from qualcode.analysis.agreement.unitizing import u_alpha
from qualcode.analysis.agreement.unitizing_alpha import unitizing_alpha

__all__ = [
    "Agreement",
    "Interval",
    "Level",
    "Reason",
    "bootstrap",
    "brennan_prediger",
    "brennan_prediger_raters",
    "cohen_kappa",
    "fleiss_kappa",
    "gwet_ac1",
    "gwet_ac1_raters",
    "holsti",
    "krippendorff_alpha",
    "percent_agreement",
    "reason_words",
    "scott_pi",
    "specific_agreement",
    "table_interval",
    "u_alpha",
    "unitizing_alpha",
]
