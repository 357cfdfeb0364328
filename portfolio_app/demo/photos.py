"""The demo's photos: what pupils take pictures of, drawn here so that nobody's picture is used."""

import math
from collections.abc import Callable, Mapping
from random import Random

from PIL import Image

from portfolio_app.demo.canvas import HEIGHT, WIDTH, Canvas, mixed
from portfolio_app.demo.chance import chance_for

Painter = Callable[[Random], Canvas]

VARIATIONS = 3
"""How many photos there are of each motif."""


def photo(motif: str, variation: int) -> Image.Image:
    """One photo of a motif (a key of `MOTIFS`), 1600 × 1200; the same at every call."""
    chance = chance_for(motif, variation)
    return MOTIFS[motif](chance).photo(chance)


def _bench() -> Canvas:
    """A workbench with tools on the wall."""
    canvas = Canvas("E3DCCB", "CFC4AC")
    canvas.rectangle(120, 90, 1360, 420, "B89468", round_by=8)
    for row in range(6):
        canvas.rectangle(120, 90 + row * 70, 1360, 3, "A58256")
    for x in (230, 340, 1240):  # saws and hammers
        canvas.rectangle(x, 150, 26, 200, "7A5230", round_by=10)
        canvas.rectangle(x - 34, 140, 94, 46, "4D545C", round_by=8)
    canvas.shape([(980, 170), (1170, 230), (1170, 262), (980, 300)], "A9B2BA")
    canvas.rectangle(930, 180, 70, 110, "A8501A", round_by=18)
    canvas.rectangle(0, 820, WIDTH, 90, "8C6239")
    canvas.rectangle(0, 905, WIDTH, 300, "6E4A2A")
    return canvas


def _shavings(canvas: Canvas, chance: Random) -> Canvas:
    """What lies about on a bench after work."""
    for _shaving in range(26):
        x, y = chance.uniform(240, 1400), chance.uniform(828, 890)
        canvas.ring(x, y, chance.uniform(8, 20), "EBCF9F", 5)
    canvas.rectangle(1180, 770, 210, 52, "3F7A4B", round_by=10)
    canvas.rectangle(1230, 720, 70, 60, "2F5B38", round_by=14)
    return canvas


def _workbench(chance: Random) -> Canvas:
    """A stool on a workbench."""
    canvas = _bench()
    wood = chance.choice(("D9A566", "E0B77E", "C98F52"))
    dark = mixed(wood, "4A2C12", 0.35)
    for x, lean in ((590, -46), (980, 46), (680, -16), (890, 16)):
        canvas.shape([(x, 560), (x + 42, 560), (x + 42 + lean, 830), (x + lean, 830)], dark)
    canvas.rectangle(610, 690, 380, 30, dark, round_by=6)
    canvas.rectangle(520, 510, 570, 62, wood, round_by=20)
    for y in (524, 540, 555):
        canvas.line([(550, y), (760 + chance.randrange(60), y - 4), (1060, y + 3)], mixed(wood, "6A4420", 0.25), 3)
    return _shavings(canvas, chance)


def _birdhouse(chance: Random) -> Canvas:
    """A nesting box on a workbench."""
    canvas = _bench()
    wood = chance.choice(("D9A566", "C98F52", "A9B7A0"))
    dark, light = mixed(wood, "4A2C12", 0.3), mixed(wood, "FFFFFF", 0.2)
    canvas.shape([(640, 830), (640, 470), (800, 380), (960, 470), (960, 830)], wood)
    canvas.shape([(960, 830), (960, 470), (1050, 440), (1050, 800)], dark)
    for plank in range(3):
        canvas.line([(720 + plank * 80, 440 - (plank == 1) * 40), (720 + plank * 80, 826)], dark, 4)
    canvas.shape([(600, 490), (800, 370), (830, 392), (622, 516)], light)
    canvas.shape([(800, 370), (890, 340), (1100, 450), (990, 500)], mixed(wood, "2B1D14", 0.5))
    canvas.circle(800, 590, 58, dark)
    canvas.circle(800, 594, 50, "1E1612")
    canvas.line([(800, 690), (800, 720)], dark, 22)
    return _shavings(canvas, chance)


def _cake(chance: Random) -> Canvas:
    """A layer cake on a stand."""
    canvas = Canvas("F3E6DA", "E7D3C3")
    canvas.rectangle(0, 800, WIDTH, 400, "C9D6D2")
    for x in range(-100, WIDTH, 160):
        canvas.shape([(x, 1200), (x + 80, 1200), (x + 160, 800), (x + 110, 800)], "B9CAC5")
    canvas.circle(800, 1010, 560, "A9BAB5", flat=0.16)
    canvas.rectangle(760, 880, 80, 120, "F7F5F0")
    canvas.circle(800, 1000, 220, "EFECE4", flat=0.2)
    canvas.circle(800, 875, 520, "F9F7F2", flat=0.17)
    sponge, cream = chance.choice((("D9A25F", "FFF4E2"), ("6B4228", "F2DCC6"), ("E5BC77", "FCE4E6")))
    for layer in range(3):
        y = 470 + layer * 130
        canvas.rectangle(430, y, 740, 116, sponge, round_by=18)
        canvas.rectangle(420, y + 92, 760, 42, cream, round_by=20)
    canvas.circle(800, 470, 385, cream, flat=0.22)
    for drip in range(11):
        x = 440 + drip * 72
        canvas.rectangle(x - 22, 470, 44, chance.uniform(60, 150), cream, round_by=22)
    berry = chance.choice(("C2283A", "5A3F8C", "C2283A"))
    for number in range(14):
        turn = 2 * math.pi * number / 14
        x, y = 800 + 285 * math.cos(turn), 455 + 52 * math.sin(turn)
        canvas.circle(x, y, 33, berry)
        canvas.circle(x - 9, y - 11, 8, mixed(berry, "FFFFFF", 0.6))
    for candle in range(chance.choice((0, 5, 7))):
        x = 650 + candle * 48
        canvas.rectangle(x, 300, 14, 150, chance.choice(("1F5FA8", "E8B33C", "2F6B3A")), round_by=6)
        canvas.leaf(x + 7, 300, 46, 90, "FFC94D")
    return canvas


def _bicycle(chance: Random) -> Canvas:
    """A bicycle on a repair stand."""
    canvas = Canvas("D6DEE3", "B6C2C9")
    canvas.rectangle(0, 930, WIDTH, 270, "8E979C")
    for x in range(0, WIDTH, 260):
        canvas.line([(x, 930), (x - 80, 1200)], "7F888D", 4)
    canvas.rectangle(1190, 120, 330, 330, "EDEFF0", round_by=6)
    for shelf in range(3):
        canvas.rectangle(1190, 210 + shelf * 100, 330, 12, "9B7B52")
        for tin in range(4):
            fill = chance.choice(("A8501A", "1F5FA8", "2F6B3A", "7A3B8F", "D8B24A"))
            canvas.rectangle(1210 + tin * 78, 150 + shelf * 100, 52, 60, fill, round_by=8)
    canvas.rectangle(770, 420, 34, 620, "3B4148", round_by=8)
    canvas.shape([(560, 1090), (787, 1000), (1010, 1090), (980, 1110), (787, 1040), (590, 1110)], "3B4148")
    frame = chance.choice(("C2452D", "1F5FA8", "2F8F6B", "E0A92E"))
    for x in (470, 1130):
        canvas.ring(x, 760, 220, "22262B", 26)
        canvas.ring(x, 760, 196, "C9CED2", 10)
        for spoke in range(16):
            turn = 2 * math.pi * spoke / 16
            canvas.line([(x, 760), (x + 190 * math.cos(turn), 760 + 190 * math.sin(turn))], "AEB6BC", 3)
        canvas.circle(x, 760, 20, "4A5157")
    seat, head, low, back, front = (640, 470), (1020, 450), (760, 770), (470, 760), (1130, 760)
    for one, other in ((seat, head), (seat, low), (low, head), (low, back), (seat, back), (head, front)):
        canvas.line([one, other], frame, 26)
    canvas.line([head, (1000, 370), (1080, 340)], "2B3036", 20)
    canvas.line([seat, (622, 400)], "2B3036", 18)
    canvas.rectangle(540, 372, 170, 40, "2B3036", round_by=20)
    canvas.circle(760, 770, 62, "4A5157")
    canvas.line([(760, 770), (835, 860)], "2B3036", 16)
    canvas.rectangle(800, 850, 80, 20, "2B3036", round_by=8)
    canvas.line([(470, 748), (760, 712)], "55402B", 7)
    canvas.line([(470, 774), (760, 830)], "55402B", 7)
    for tool in range(4):
        x = 180 + tool * 90
        canvas.line([(x, 1080), (x + 120, 1040)], chance.choice(("5B646B", "A8501A", "30363C")), 22)
    return canvas


def _stage(chance: Random) -> Canvas:
    """A stage with a painted town, seen from the light desk."""
    canvas = Canvas("141826", "262238")
    canvas.rectangle(200, 160, 1200, 690, "2E3F63")
    canvas.circle(1120, 330, 80, "F5E9C4")
    for house in range(9):
        height = chance.uniform(160, 390)
        x, fill = 210 + house * 132, chance.choice(("4A4470", "5A3F5E", "3D4F75", "6B4A55"))
        canvas.rectangle(x, 850 - height, 120, height, fill)
        canvas.shape(
            [(x - 8, 850 - height), (x + 60, 790 - height), (x + 128, 850 - height)], mixed(fill, "000000", 0.3)
        )
        for window in range(6):
            if chance.random() < 0.7:
                canvas.rectangle(
                    x + 22 + window % 2 * 50, 880 - height + window // 2 * 60, 26, 34, "F2C766", round_by=3
                )
    canvas.shape([(120, 850), (1480, 850), (1640, 1010), (-40, 1010)], "7A5636")
    curtain = chance.choice(("8F2437", "7A3B8F", "1E5A53"))
    for side in (0, 1):
        for fold in range(5):
            x = fold * 52 if side == 0 else WIDTH - 52 - fold * 52
            canvas.rectangle(x, 0, 54, 930, mixed(curtain, "000000", 0.12 + 0.3 * (fold % 2)))
    canvas.rectangle(0, 0, WIDTH, 120, mixed(curtain, "000000", 0.25))
    for x, left, right, light in ((420, 330, 640, "FFE3A6"), (800, 640, 960, "BFD7FF"), (1180, 950, 1280, "FFC7B0")):
        canvas.beam(x, 90, left, right, 940, light)
        canvas.rectangle(x - 36, 40, 72, 74, "0C0F18", round_by=12)
    for x in (560, 790, 1030):
        coat = chance.choice(("C2452D", "E0A92E", "3F8F6B", "5C77C9"))
        canvas.circle(x, 690, 40, chance.choice(("E9C19F", "8D5A3C", "C98F67")))
        canvas.shape([(x - 52, 730), (x + 52, 730), (x + 74, 920), (x - 74, 920)], coat)
    canvas.rectangle(0, 1030, WIDTH, 170, "0B0D14")
    for fader in range(22):
        x = 90 + fader * 66
        canvas.rectangle(x, 1056, 8, 120, "2B3040", round_by=4)
        canvas.rectangle(
            x - 14, 1060 + chance.uniform(0, 86), 36, 20, chance.choice(("E8E6E1", "E0A92E", "C2452D")), round_by=4
        )
    return canvas


def _garden(chance: Random) -> Canvas:
    """A raised bed with vegetables."""
    canvas = Canvas("CDE3F2", "E9F1E1")
    canvas.rectangle(0, 420, WIDTH, 800, "8DB26B")
    for tree in range(5):
        x = 120 + tree * 340
        canvas.rectangle(x - 16, 330, 32, 120, "7A5B3C")
        canvas.circle(x, 260, chance.uniform(90, 130), chance.choice(("5E8F4E", "6FA35B", "4F7F45")))
    for _blade in range(240):
        x, y = chance.uniform(0, WIDTH), chance.uniform(460, 1190)
        canvas.line([(x, y), (x + chance.uniform(-8, 8), y - chance.uniform(14, 34))], "7AA25A", 4)
    canvas.shape([(180, 620), (1420, 620), (1540, 1080), (60, 1080)], "5B4030")
    canvas.shape([(220, 640), (1380, 640), (1480, 1010), (120, 1010)], "3F2B20")
    canvas.shape([(60, 1010), (1540, 1010), (1540, 1110), (60, 1110)], "9A7048")
    for row in range(4):
        y, spread = 700 + row * 85, 90 + row * 14
        for plant in range(11):
            x = 800 + (plant - 5) * spread
            green = chance.choice(("4F8F3F", "6BAA4A", "3F7A3A", "83B85A"))
            for leaf in range(5 + row % 2 * 2):
                canvas.leaf(x, y, chance.uniform(46, 70), 25 + leaf * 130 / (4 + row % 2 * 2), green)
            if row % 2 and chance.random() < 0.5:
                canvas.circle(x + 10, y - 16, 16, chance.choice(("D8452E", "E9862F", "E7C23A")))
    canvas.rectangle(1180, 860, 190, 150, chance.choice(("3F6FA8", "A8501A", "5E8F6B")), round_by=20)
    canvas.line([(1190, 900), (1110, 850)], "9AA5AD", 22)
    canvas.ring(1390, 930, 56, "9AA5AD", 16)
    return canvas


def _code(chance: Random) -> Canvas:
    """A laptop with a program on its screen."""
    canvas = Canvas("E9E4DA", "D9D0C1")
    canvas.rectangle(0, 900, WIDTH, 300, "A97F55")
    for y in (940, 1010, 1090):
        canvas.line([(0, y), (700, y + 8), (WIDTH, y - 4)], "9C7349", 4)
    canvas.rectangle(330, 170, 940, 640, "2A2E35", round_by=26)
    canvas.rectangle(362, 200, 876, 570, chance.choice(("14202E", "1E1B2C", "FBFAF7")), round_by=6)
    canvas.shape([(330, 810), (1270, 810), (1400, 960), (200, 960)], "B9BEC4")
    for row in range(4):
        for key in range(14):
            x = 296 - row * 22 + key * (71 + row * 3.2) + 40
            canvas.rectangle(x - 30, 826 + row * 27, 58, 20, "4A5058", round_by=4)
    canvas.rectangle(690, 936, 220, 18, "8E949B", round_by=6)
    colours = ("E58B57", "7FB6E8", "9CCB86", "D9A0E0", "A8B3C2", "E6CF7A")
    indent = 0
    for line in range(17):
        indent = max(0, min(4, indent + chance.choice((-1, 0, 0, 1))))
        x = 440 + indent * 44.0
        canvas.rectangle(386, 222 + line * 31, 20, 10, "5B6675", round_by=3)
        for _word in range(chance.randint(1, 4)):
            width = chance.uniform(40, 150)
            if x + width < 1020:
                canvas.rectangle(x, 220 + line * 31, width, 14, chance.choice(colours), round_by=6)
            x += width + 18
    canvas.rectangle(1040, 222, 178, 240, "2F6B3A", round_by=8)
    canvas.circle(1100, 350, 34, "E0A92E")
    canvas.circle(1170, 290, 20, "F2F0EA")
    mug = chance.choice(("7A3B8F", "A8501A", "1F5FA8"))
    canvas.ring(1510, 900, 50, mug, 18)
    canvas.rectangle(1390, 820, 130, 170, mug, round_by=18)
    canvas.rectangle(60, 930, 190, 130, "F2EDE2", round_by=4)
    for line in range(4):
        canvas.line([(80, 956 + line * 24), (80 + chance.uniform(80, 150), 956 + line * 24)], "5C77C9", 4)
    return canvas


def _pitch(chance: Random) -> Canvas:
    """A football pitch with a game going on."""
    sky = chance.choice((("BFD9EE", "E6EEF2"), ("F2C9A1", "E8DCCB"), ("A9B6C4", "C9D0D6")))
    canvas = Canvas(*sky)
    for tree in range(22):
        x = tree * 78.0
        canvas.shape(
            [(x - 60, 430), (x, 430 - chance.uniform(90, 220)), (x + 60, 430)],
            chance.choice(("3E5F45", "4B6F4E", "35543D")),
        )
    for stripe in range(9):
        top, bottom = 420 + stripe**1.7 * 18.5, 420 + (stripe + 1) ** 1.7 * 18.5
        canvas.rectangle(0, top, WIDTH, bottom - top + 2, "5E9A4B" if stripe % 2 else "6AA856")
    canvas.line([(0, 470), (WIDTH, 470)], "EEF2EA", 5)
    canvas.line([(520, 470), (330, 800), (1270, 800), (1080, 470)], "EEF2EA", 9)
    for x in (620, 980):
        canvas.rectangle(x - 6, 290, 12, 185, "FAFAFA")
    canvas.rectangle(614, 284, 372, 12, "FAFAFA")
    for thread in range(12):
        canvas.line([(626 + thread * 32, 296), (626 + thread * 32, 468)], "E3E8EA", 2)
        if thread < 6:
            canvas.line([(626, 306 + thread * 30), (974, 306 + thread * 30)], "E3E8EA", 2)
    home, away = chance.choice((("C2452D", "F2F0EA"), ("1F5FA8", "E0A92E"), ("7A3B8F", "3F8F6B")))
    places = [(chance.uniform(150, 1450), chance.uniform(520, 900)) for _player in range(11)]
    for number, (x, y) in enumerate(sorted(places, key=lambda place: place[1])):
        size = 0.45 + (y - 480) / 620
        shirt = home if number % 2 else away
        canvas.circle(x, y + 92 * size, 46 * size, "4C7F3E", flat=0.3)
        for leg in (-1, 1):
            stride = leg * chance.uniform(8, 34) * size
            canvas.line([(x + leg * 10 * size, y + 20 * size), (x + stride, y + 90 * size)], "2B3036", 15 * size)
        canvas.rectangle(x - 26 * size, y - 50 * size, 52 * size, 78 * size, shirt, round_by=14 * size)
        canvas.circle(x, y - 74 * size, 22 * size, chance.choice(("E9C19F", "8D5A3C", "C98F67", "5E3A26")))
    canvas.circle(760, 1010, 44, "F7F7F4")
    for turn in range(5):
        angle = turn * 2 * math.pi / 5
        canvas.circle(760 + 26 * math.cos(angle), 1010 + 26 * math.sin(angle), 10, "2B3036")
    return canvas


def _sewing(chance: Random) -> Canvas:
    """A sewing machine with a piece of work under its needle."""
    canvas = Canvas("EDE7DF", "DDD2C6")
    canvas.rectangle(0, 860, WIDTH, 340, "C7A57C")
    body = chance.choice(("5E8F8A", "D8B08C", "A65D6B"))
    dark = mixed(body, "000000", 0.2)
    canvas.rectangle(330, 790, 900, 110, dark, round_by=24)
    canvas.rectangle(1010, 380, 200, 440, body, round_by=34)
    canvas.rectangle(380, 360, 830, 160, body, round_by=60)
    canvas.rectangle(380, 420, 150, 210, body, round_by=30)
    canvas.rectangle(448, 620, 12, 150, "B9BEC4")
    canvas.rectangle(415, 748, 78, 14, "8E949B", round_by=4)
    canvas.circle(1236, 470, 74, dark)
    canvas.circle(1236, 470, 44, mixed(body, "FFFFFF", 0.3))
    canvas.rectangle(700, 290, 18, 80, "8E949B")
    canvas.rectangle(675, 250, 68, 90, chance.choice(("C2452D", "1F5FA8", "E0A92E")), round_by=8)
    canvas.line([(710, 300), (520, 350), (456, 430), (454, 640)], "C2452D", 3)
    cloth = chance.choice(("3E5C88", "4C6FA3", "7A3B8F", "2F6B3A"))
    canvas.shape([(120, 800), (760, 775), (900, 830), (840, 1120), (60, 1150)], cloth)
    canvas.shape([(180, 880), (470, 862), (500, 1010), (190, 1030)], mixed(cloth, "FFFFFF", 0.14))
    for stitch in range(24):
        canvas.line([(150 + stitch * 26, 826 - stitch), (164 + stitch * 26, 825 - stitch)], "E6CF7A", 5)
    canvas.circle(1180, 1030, 90, "D8B24A", flat=0.5)
    canvas.circle(1180, 1030, 60, "B98F2C", flat=0.5)
    for spool in range(3):
        x = 1340 + spool * 78
        canvas.rectangle(x, 960, 56, 90, chance.choice(("A8501A", "1F5FA8", "7A3B8F", "2F6B3A")), round_by=6)
        canvas.rectangle(x - 6, 950, 68, 14, "C9A77A", round_by=4)
        canvas.rectangle(x - 6, 1044, 68, 14, "C9A77A", round_by=4)
    return canvas


def _guitar(chance: Random) -> Canvas:
    """A guitar and an amplifier in a rehearsal room."""
    canvas = Canvas("5C4A4A", "3B3236")
    for brick in range(48):
        x, y = brick % 8 * 210 - (brick // 8 % 2) * 100, brick // 8 * 120
        canvas.rectangle(x + 6, y + 6, 198, 108, chance.choice(("6E5550", "735A52", "684F4C")), round_by=4)
    canvas.rectangle(0, 900, WIDTH, 300, "2C2528")
    canvas.shape([(180, 940), (1420, 940), (1560, 1170), (40, 1170)], chance.choice(("7A2F3A", "2F4A6B", "5B4A2B")))
    canvas.rectangle(930, 420, 480, 560, "1C1D20", round_by=22)
    canvas.rectangle(965, 540, 410, 400, "3A3B3F", round_by=12)
    for x in (1070, 1270):
        canvas.circle(x, 740, 88, "2A2B2E")
        canvas.circle(x, 740, 34, "1C1D20")
    for knob in range(7):
        canvas.circle(985 + knob * 58, 485, 19, "D8B24A")
    body = chance.choice(("C27A33", "A8321E", "1F5FA8", "E3C68B"))
    canvas.shape([(620, 140), (664, 152), (500, 760), (452, 748)], "4A2F1C")
    for fret in range(12):
        x, y = 612 - fret * 10.5, 190 + fret * 39.0
        canvas.line([(x, y), (x + 44, y + 12)], "C9CED2", 3)
    canvas.shape([(600, 60), (700, 84), (668, 158), (614, 146)], "3A2415")
    for x, y, radius in ((470, 720, 120), (430, 880, 180)):
        canvas.circle(x, y, radius, mixed(body, "000000", 0.35))
    for x, y, radius in ((464, 714, 110), (424, 874, 168)):
        canvas.circle(x, y, radius, body)
    canvas.circle(448, 770, 58, "1E1612")
    canvas.shape([(380, 888), (470, 912), (464, 938), (374, 914)], "2B1C12")
    for string in range(6):
        canvas.line([(628 + string * 6, 100 + string * 1.6), (392 + string * 13, 900 + string * 3.4)], "E8E6E1", 2)
    canvas.line([(560, 900), (760, 1040), (1000, 980)], "111214", 12)
    canvas.beam(1250, 0, 700, 1500, 1100, "FFE3A6")
    return canvas


def _laboratory(chance: Random) -> Canvas:
    """Flasks and test tubes on a bench."""
    canvas = Canvas("EEF3F4", "DCE6E8")
    for tile in range(60):
        canvas.rectangle(tile % 10 * 162 + 4, tile // 10 * 130 + 4, 154, 122, "E4ECEE", round_by=4)
    canvas.rectangle(0, 850, WIDTH, 350, "3E4A52")
    canvas.rectangle(0, 850, WIDTH, 16, "55636C")
    liquids = ["2F8FA8", "D8643A", "7A3B8F", "5E9A4B", "E0B93A"]
    chance.shuffle(liquids)
    canvas.rectangle(160, 640, 560, 34, "B98F5E", round_by=6)
    canvas.rectangle(160, 800, 560, 40, "A67B4B", round_by=6)
    for tube in range(5):
        x = 200 + tube * 106
        canvas.rectangle(x, 500, 60, 320, "F7FBFC", round_by=30)
        fill = chance.uniform(90, 200)
        canvas.rectangle(x + 6, 812 - fill, 48, fill, liquids[tube], round_by=22)
        canvas.rectangle(x - 6, 492, 72, 16, "CBD8DC", round_by=6)
    for x, liquid in ((930, liquids[0]), (1230, liquids[2])):
        canvas.shape(
            [(x - 34, 460), (x + 34, 460), (x + 34, 600), (x + 150, 860), (x - 150, 860), (x - 34, 600)], "F4F9FA"
        )
        canvas.shape([(x - 92, 735), (x + 92, 735), (x + 146, 855), (x - 146, 855)], liquid)
        canvas.rectangle(x - 46, 446, 92, 20, "CBD8DC", round_by=8)
        for _bubble in range(9):
            spot = (x + chance.uniform(-80, 80), chance.uniform(750, 840))
            canvas.circle(*spot, chance.uniform(5, 12), mixed(liquid, "FFFFFF", 0.5))
    canvas.rectangle(330, 960, 480, 200, "FBFAF7", round_by=4)
    for line in range(6):
        canvas.line([(360, 990 + line * 27), (360 + chance.uniform(220, 420), 990 + line * 27)], "8A97A0", 5)
    canvas.line([(830, 1110), (980, 1010)], "E0A92E", 16)
    canvas.ring(1180, 1060, 90, "55636C", 20)
    canvas.circle(1180, 1060, 78, "CFE3EA")
    canvas.line([(1240, 1120), (1340, 1180)], "2B3036", 30)
    return canvas


def _painting(chance: Random) -> Canvas:
    """A painting on an easel, or half of a mural."""
    canvas = Canvas("E8E4DC", "D6CFC2")
    canvas.rectangle(0, 980, WIDTH, 220, "A88A66")
    for foot in ((420, 1150), (1180, 1150)):
        canvas.line([(800, 100), foot], "8C6239", 26)
    sky, ground = chance.choice((("F2A65A", "5B2A6E"), ("8EC5E8", "2F6B3A"), ("F5D9C8", "1F5FA8")))
    canvas.rectangle(384, 150, 832, 660, "FAF8F3", round_by=4)
    for band in range(16):
        canvas.rectangle(404, 170 + band * 39, 792, 40, mixed(sky, ground, band / 22))
    canvas.circle(chance.uniform(560, 1040), 330, 84, "FFF0C9")
    for hill in range(3):
        y, fill = 520 + hill * 90, mixed(ground, "0E1420", 0.15 + hill * 0.2)
        ridge = [(404 + step * 99.0, y + chance.uniform(-60, 40)) for step in range(9)]
        canvas.shape([(404, 790), *ridge, (1196, 790)], fill)
    for _stroke in range(34):
        x, y = chance.uniform(420, 1120), chance.uniform(190, 770)
        fill = chance.choice(("FFF0C9", "E58B57", "7FB6E8", "D9A0E0", "2B3036"))
        canvas.line([(x, y), (x + chance.uniform(20, 60), y - chance.uniform(-14, 14))], fill, chance.uniform(5, 12))
    canvas.rectangle(360, 810, 880, 34, "8C6239", round_by=6)
    canvas.circle(360, 1060, 150, "C9A77A", flat=0.5)
    for turn, fill in enumerate(("C2452D", "E0A92E", "2F6B3A", "1F5FA8", "7A3B8F", "FAF8F3")):
        angle = 0.6 + turn * 0.8
        canvas.circle(360 + 100 * math.cos(angle), 1055 + 44 * math.sin(angle), 24, fill, flat=0.7)
    for jar in range(2):
        x = 1150 + jar * 170
        canvas.rectangle(x, 960, 120, 160, "DCE8EC", round_by=16)
        for brush in range(4):
            top = (x + 10 + brush * 34 + chance.uniform(-20, 20), 830 + chance.uniform(-30, 30))
            canvas.line([(x + 30 + brush * 20, 1060), top], "B98F5E", 10)
            canvas.leaf(*top, 40, 90, chance.choice(("C2452D", "1F5FA8", "2B3036")))
    return canvas


def _forest(chance: Random) -> Canvas:
    """A camp fire before a lean-to in the forest."""
    snow = chance.random() < 0.5
    canvas = Canvas("24364A", "6E8494") if snow else Canvas("3D5A66", "A9BFA8")
    canvas.rectangle(0, 760, WIDTH, 440, "DCE6EC" if snow else "5F7048")
    for depth in range(3):
        for _tree in range(13 - depth * 3):
            x = chance.uniform(-40, WIDTH + 40)
            green = mixed(("33524A", "284439", "1C332B")[depth], "FFFFFF", 0.1 if snow else 0)
            top, foot = 90 + depth * 50 + chance.uniform(0, 120), 770 + depth * 30
            canvas.rectangle(x - 9, foot - 80, 18, 80, "4A3526")
            for tier in range(4):
                y, wide = top + tier * (foot - top - 60) / 4, 40 + tier * 26 + depth * 10
                canvas.shape([(x, y), (x - wide, y + 200), (x + wide, y + 200)], green)
    canvas.shape([(860, 800), (1090, 500), (1420, 500), (1540, 800)], "6B4A30")
    canvas.shape([(960, 800), (1110, 580), (1400, 580), (1460, 800)], "2B1D14")
    for log in range(5):
        canvas.line([(1080 - log * 46, 516 + log * 62), (1424 + log * 26, 516 + log * 62)], "7F5A3B", 16)
    for log in range(5):
        angle = math.radians(20 + log * 35)
        canvas.line([(560, 985), (560 + 150 * math.cos(angle), 985 + 46 * math.sin(angle))], "4A2F1C", 34)
    for size, fill in ((250, "D8542A"), (190, "F08A2E"), (120, "FFD25E")):
        for lick in range(5):
            canvas.leaf(500 + lick * 30, 985, size * chance.uniform(0.75, 1.1), 70 + lick * 10, fill)
    for _spark in range(26):
        canvas.circle(560 + chance.gauss(0, 90), chance.uniform(480, 800), chance.uniform(2, 5), "FFC94D")
    canvas.rectangle(300, 1060, 520, 40, "55402B", round_by=18)
    canvas.circle(720, 930, 54, "22262B")
    canvas.rectangle(666, 900, 108, 60, "22262B", round_by=12)
    if snow:
        for _flake in range(160):
            canvas.circle(chance.uniform(0, WIDTH), chance.uniform(0, HEIGHT), chance.uniform(2, 6), "F4F8FA")
    return canvas


MOTIFS: Mapping[str, Painter] = {
    "workbench": _workbench,
    "birdhouse": _birdhouse,
    "cake": _cake,
    "bicycle": _bicycle,
    "stage": _stage,
    "garden": _garden,
    "code": _code,
    "pitch": _pitch,
    "sewing": _sewing,
    "guitar": _guitar,
    "laboratory": _laboratory,
    "painting": _painting,
    "forest": _forest,
}
"""What can be in a photo, and who draws it."""
