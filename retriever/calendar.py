"""The months as a question may name them, in the languages of the United Nations that have names for them."""

from __future__ import annotations

_MONTHS = (
    "January February March April May June July August September October November December",
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь",
    "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "январе феврале марте апреле мае июне июле августе сентябре октябре ноябре декабре",
    "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
    "يناير فبراير مارس أبريل أيار يونيه يوليه آب أيلول أكتوبر نوفمبر ديسمبر",
    "Jan Feb Mar Apr May Jun Jul Aug Sept Oct Nov Dec",
    "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
)
_NUMBER_OF = {name.casefold(): number for line in _MONTHS for number, name in enumerate(line.split(), start=1)}
MONTH = "|".join(sorted(_NUMBER_OF, key=len, reverse=True))


def month_number(name: str) -> int:
    """1 for "January", "janvier" or "январе"."""
    return _NUMBER_OF[name.casefold()]
