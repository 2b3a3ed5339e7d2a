"""Characters of symbol fonts, as Unicode.

Each table shows a font's code points 20 to FF, sixteen a row, with U+FFFD where the font has nothing that Unicode
encodes (logos). Symbol follows Adobe's encoding of the font; Wingdings and Webdings follow the correspondence that
Unicode 7.0 was extended by (UTC document L2/12-368); MT Extra follows the encoding that Design Science published with
MathType, Marlett what its glyphs show.
"""

from __future__ import annotations

_UNMAPPED = "\ufffd"
_FIRST_CODE = 0x20

_SYMBOL = (
    " !∀#∃%&∋()∗+,−./"  # 20
    "0123456789:;<=>?"  # 30
    "≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟ"  # 40
    "ΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_"  # 50
    "‾αβχδεφγηιϕκλμνο"  # 60
    "πθρστυϖωξψζ{|}∼�"  # 70
    "����������������"  # 80
    "����������������"  # 90
    "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓"  # A0
    "°±″≥×∝∂•÷≠≡≈…⏐⎯↵"  # B0
    "ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉"  # C0
    "∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓"  # D0
    "◊⟨®©™∑⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪"  # E0
    "�⟩∫⌠⎮⌡⎞⎟⎠⎤⎥⎦⎫⎬⎭�"  # F0
)

_WINGDINGS = (
    " 🖉✂✁👓🕭🕮🕯🕿✆🖂🖃📪📫📬📭"  # 20
    "🗀🗁🗎🗏🗐🗄⌛🖮🖰🖲🖳🖴🖫🖬✇✍"  # 30
    "🖎✌🖏👍👎☜☞☝☟🖐☺😐☹💣🕱🏳"  # 40
    "🏱✈☼🌢❄🕆✞🕈✠✡☪☯🕉☸♈♉"  # 50
    "♊♋♌♍♎♏♐♑♒♓🙰🙵⚫🔾◼🞏"  # 60
    "🞐❑❒🞟⧫◆❖⬩⌧⮹⌘🏵🏶🙶🙷▯"  # 70
    "🄋➀➁➂➃➄➅➆➇➈➉🄌➊➋➌➍"  # 80
    "➎➏➐➑➒➓🙢🙠🙡🙣🙞🙜🙝🙟·•"  # 90
    "⬝⭘🞆🞈🞊🞋🔿▪🞎🟁🟅★🟋🟏🟓🟑"  # A0
    "⯐⌖⯎⯏⯑✪✰🕐🕑🕒🕓🕔🕕🕖🕗🕘"  # B0
    "🕙🕚🕛⮰⮱⮲⮳⮴⮵⮶⮷🙪🙫🙕🙔🙗"  # C0
    "🙖🙐🙑🙒🙓⌫⌦⮘⮚⮙⮛⮈⮊⮉⮋🡨"  # D0
    "🡪🡩🡫🡬🡭🡯🡮🡸🡺🡹🡻🡼🡽🡿🡾⇦"  # E0
    "⇨⇧⇩⬄⇳⬁⬀⬃⬂🢬🢭🗶✓🗷🗹�"  # F0
)

_WINGDINGS_2 = (
    " 🖊🖋🖌🖍✄✀🕾🕽🗅🗆🗇🗈🗉🗊🗋"  # 20
    "🗌🗍📋🗑🗔🖵🖶🖷🖸🖭🖯🖱🖒🖓🖘🖙"  # 30
    "🖚🖛👈👉🖜🖝🖞🖟🖠🖡👆👇🖢🖣🖑🗴"  # 40
    "🗸🗵☑⮽☒⮾⮿🛇⦸🙱🙴🙲🙳‽🙹🙺"  # 50
    "🙻🙦🙤🙥🙧🙚🙘🙙🙛⓪①②③④⑤⑥"  # 60
    "⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿�"  # 70
    "☉🌕☽☾⸿✝🕇🕜🕝🕞🕟🕠🕡🕢🕣🕤"  # 80
    "🕥🕦🕧🙨🙩⋅🞄⦁●○🞅🞇🞉⊙⦿🞌"  # 90
    "🞍◾■□🞑🞒🞓🞔▣🞕🞖🞗🞘⬩⬥◇"  # A0
    "🞚◈🞛🞜🞝🞞⬪⬧◊🞠◖◗⯊⯋⯀⯁"  # B0
    "⬟⯂⬣⬢⯃⯄🞡🞢🞣🞤🞥🞦🞧🞨🞩🞪"  # C0
    "🞫🞬🞭🞮🞯🞰🞱🞲🞳🞴🞵🞶🞷🞸🞹🞺"  # D0
    "🞻🞼🞽🞾🞿🟀🟂🟄🟆🟉🟊✶🟌🟎🟐🟒"  # E0
    "✹🟃🟇✯🟍🟔⯌⯍※⁂������"  # F0
)

_WINGDINGS_3 = (
    " ⭠⭢⭡⭣⭦⭧⭩⭨⭰⭲⭱⭳⭶⭸⭻"  # 20
    "⭽⭤⭥⭪⭬⭫⭭⭍⮠⮡⮢⮣⮤⮥⮦⮧"  # 30
    "⮐⮑⮒⮓⮀⮃⭾⭿⮄⮆⮅⮇⮏⮍⮎⮌"  # 40
    "⭮⭯⎋⌤⌃⌥␣⍽⇪⮸🢠🢡🢢🢣🢤🢥"  # 50
    "🢦🢧🢨🢩🢪🢫🡐🡒🡑🡓🡔🡕🡗🡖🡘🡙"  # 60
    "▲▼△▽◀▶◁▷◣◢◤◥🞀🞂🞁�"  # 70
    "🞃⯅⯆⯇⯈⮜⮞⮝⮟🠐🠒🠑🠓🠔🠖🠕"  # 80
    "🠗🠘🠚🠙🠛🠜🠞🠝🠟🠀🠂🠁🠃🠄🠆🠅"  # 90
    "🠇🠈🠊🠉🠋🠠🠢🠤🠦🠨🠪🠬🢜🢝🢞🢟"  # A0
    "🠮🠰🠲🠴🠶🠸🠺🠹🠻🢘🢚🢙🢛🠼🠾🠽"  # B0
    "🠿🡀🡂🡁🡃🡄🡆🡅🡇⮨⮩⮪⮫⮬⮭⮮"  # C0
    "⮯🡠🡢🡡🡣🡤🡥🡧🡦🡰🡲🡱🡳🡴🡵🡷"  # D0
    "🡶🢀🢂🢁🢃🢄🢅🢇🢆🢐🢒🢑🢓🢔🢖🢕"  # E0
    "🢗���������������"  # F0
)

_WEBDINGS = (
    " 🕷🕸🕲🕶🏆🎖🖇🗨🗩🗰🗱🌶🎗🙾🙼"  # 20
    "🗕🗖🗗⏴⏵⏶⏷⏪⏩⏮⏭⏸⏹⏺🗚🗳"  # 30
    "🛠🏗🏘🏙🏚🏜🏭🏛🏠🏖🏝🛣🔍🏔👁👂"  # 40
    "🏞🏕🛤🏟🛳🕬🕫🕨🔈🎔🎕🗬🙽🗭🗪🗫"  # 50
    "⮔✔🚲⬜🛡📦🛱⬛🚑🛈🛩🛰🟈🕴⬤🛥"  # 60
    "🚔🗘🗙❓🛲🚇🚍⛳⦸⊖🚭🗮⏐🗯🗲�"  # 70
    "🚹🚺🛉🛊🚼👽🏋⛷🏂🏌🏊🏄🏍🏎🚘🗠"  # 80
    "🛢💰🏷💳👪🗡🗢🗣✯🖄🖅🖃🖆🖹🖺🖻"  # 90
    "🕵🕰🖽🖾📋🗒🗓🕮📚🗞🗟🗃🗂🖼🎭🎜"  # A0
    "🎘🎙🎧💿🎞📷🎟🎬📽📹📾📻🎚🎛📺💻"  # B0
    "🖥🖦🖧🕹🎮🕻🕼📟🖁🖀🖨🖩🖿🖪🗜🔒"  # C0
    "🔓🗝📥📤🕳🌣🌤🌥🌦☁🌨🌧🌩🌪🌬🌫"  # D0
    "🌜🌡🛋🛏🍽🍸🛎🛍Ⓟ♿🛆🖈🎓🗤🗥🗦"  # E0
    "🗧🛪🐿🐦🐟🐕🐈🙬🙮🙭🙯🗺🌍🌏🌎🕊"  # F0
)

_MT_EXTRA = (
    " ��ˋˆ˜˙�⌣⌢������"  # 20
    "�╰┬╯──╭┴╮�∼≃⊲≪⊳≫"  # 30
    "≜≙≐∐ƛ└┘┌┐∩℧…⋯⋮⋰⋱"  # 40
    "∥∵∡∢�∪△□▭▱↗↙⤢↘↖⤡"  # 50
    "‵↦↕⇕○⊙≻·ℏ↺↻�ℓ∓�∘"  # 60
    "≺↽→←↔─⇀↼⇁��⏟⎵⏞⎴�"  # 70
    "⇄⇄⇄⇌⇌⇌⇀↽─�������"  # 80
    "����������������"  # 90
    "�ℝℤℂℚℕ�⟦⟧�������"  # A0
    "˜˜˜��ˆˆˆ��⌢⌢⌢���"  # B0
    "����������������"  # C0
    "�○��������������"  # D0
    "��������ŠÝÞÐšýþð"  # E0
    "ﬁﬂı¹²³½¼¾⁄¦˝˘ˇ˚˛"  # F0
)

_MARLETT = (
    "����������������"  # 20
    "▁□❐◀▶▲▼↓▸▾������"  # 30
    "����������������"  # 40
    "����������������"  # 50
    "�✔✓◤◢⎾⏌■•●◜◞◜◞●◿"  # 60
    "◿─✕?▲▼↕◂◢◢������"  # 70
)

# Unicode 7.0 has exact twins of these, which hardly any text font contains. They are what Word types by itself (arrows
# of AutoCorrect, bullets) and what forms use as check boxes, so they become their close relatives that every font has.
_WINGDINGS_IN_DAILY_USE = {
    0x6C: "●",
    0x6D: "❍",
    0x6E: "■",
    0x6F: "□",
    0x70: "❐",
    0xA1: "○",
    0xA8: "◻",
    0xD8: "➢",
    0xDF: "←",
    0xE0: "→",
    0xE1: "↑",
    0xE2: "↓",
    0xE7: "⬅",
    0xE8: "➔",
    0xFB: "✘",
    0xFC: "✔",
    0xFD: "☒",
    0xFE: "☑",
}


def _by_code(characters: str) -> dict[int, str]:
    return {code: char for code, char in enumerate(characters, _FIRST_CODE) if char != _UNMAPPED}


_TABLES = {
    "symbol": _by_code(_SYMBOL),
    "wingdings": _by_code(_WINGDINGS) | _WINGDINGS_IN_DAILY_USE,
    "wingdings 2": _by_code(_WINGDINGS_2),
    "wingdings 3": _by_code(_WINGDINGS_3),
    "webdings": _by_code(_WEBDINGS),
    "mt extra": _by_code(_MT_EXTRA),
    "marlett": _by_code(_MARLETT),
}
_OTHER_NAMES = {
    **dict.fromkeys(("symbolmt", "symbol mt", "symbolps", "standard symbols l", "euclid symbol"), "symbol"),
    **dict.fromkeys(("mtextra", "mt extra tiger", "euclid extra"), "mt extra"),
}


def symbol_table(font: str) -> dict[int, str] | None:
    """What each code of a symbol font shows, by its code from 20 to FF; None for a font that is none of these."""
    name = " ".join(font.split()).casefold()
    return _TABLES.get(_OTHER_NAMES.get(name, name))
