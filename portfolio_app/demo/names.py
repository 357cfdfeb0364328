"""Names as pupils of a school in Finland and in Norway have them today, put together so that nobody real is meant.

First names: common among those born 2008–2014 in the two countries' name statistics; last names: common ones. Names
given whole are of families with other languages, some of which write their own script.
"""


def _each(words: str) -> tuple[str, ...]:
    return tuple(words.split())


FINNISH_FIRST = _each(
    """
    Emma Ella Sofia Aino Helmi Olivia Lilja Pihla Iida Enni Eevi Minea Vilma Nella Hilla Elsa Kerttu Saimi Peppi Isla
    Oona Senja Viivi Veera Mila Jade Alisa Neea Emmi Ronja Amanda Inka Milla Sara Anni Fanni Alma Hertta Elli Lumi
    Kiia Leo Elias Oliver Väinö Onni Eetu Aleksi Niilo Toivo Otto Daniel Joona Veikko Leevi Oskari Luukas Vilho Emil
    Noel Max Benjamin Rasmus Jooa Viljami Nooa Topias Juho Lauri Aaro Eemil Hugo Matias Samuel Arttu Aatos Eeli
    Antton Konsta Ville Miro Joel Tuomas Roni Kasper Akseli Sisu Urho
    """
)
FINNISH_LAST = _each(
    """
    Korhonen Mäkinen Nieminen Hämäläinen Laine Heikkinen Koskinen Järvinen Lehtinen Saarinen Salminen Heinonen
    Heikkilä Kinnunen Salonen Turunen Laitinen Tuominen Rantanen Karjalainen Jokinen Mattila Savolainen Ahonen Ojala
    Leppänen Kallio Hiltunen Leinonen Väisänen Pitkänen Aaltonen Manninen Hakala Anttila Laaksonen Hirvonen Lehto
    Räsänen Toivonen Aalto Peltonen Moilanen Partanen Kettunen Hänninen Vainio Peltola Ranta Kokkonen Kärkkäinen
    Seppälä Nurmi Nevalainen Honkanen Pulkkinen Mikkonen Harju Vesterinen Suominen Tikkanen Sirén Kauppinen Juvonen
    Voutilainen Paavola Ikonen Kemppainen Sorsa Halonen Parviainen Tamminen Holopainen Lindroos Pesonen Huttunen
    Kivelä Luoma Rinne Helenius Uusitalo Hietala Pohjola Vuorinen Eskola Simola Ruotsalainen
    """
)
FINLAND = (
    "Ebba Lindström",
    "Alvar Söderholm",
    "Saga Sjöblom",
    "Axel Nyström",
    "Wilma Österlund",
    "Edvin Holmqvist",
    "Tove Ekblom",
    "Linus Wikström",
    "Ellen Mattsson-Åberg",
    "Abdirahman Ali Hassan",
    "Hodan Mohamud",
    "Fadumo Warsame",
    "Ayaan Abdi Nur",
    "Liban Jama",
    "Sahra Osman Farah",
    "Mahad Ismail",
    "Nasteexo Cabdi",
    "Ilyas Ahmed Yusuf",
    "Alisa Kovaljova",
    "Mark Sokolov",
    "Darja Petrova",
    "Nikita Smirnov",
    "Polina Volkova",
    "Artjom Orlov",
    "Ксения Лебедева",
    "Maksim Beljajev",
    "Олена Шевчук",
    "Danylo Bondarenko",
    "Sofiia Melnyk",
    "Kärt Tamm",
    "Rasmus Õunapuu",
    "Liis Kask",
    "Markus Pärn",
    "محمد العلي",
    "Layan Al-Hamdani",
    "Yousef (يوسف) Haddad",
    "Noor Al-Jabouri",
    "مريم حسن",
    "Mustafa Al-Saadi",
    "Zainab Kadhim",
    "Rojîn Şêxo",
    "Berfîn Çelik",
    "Azad Karim",
    "Lana Rashid",
    "Ánne Káre Näkkäläjärvi",
    "Niillas Länsman",
    "Elle-Máret Valkeapää",
    "Áilu Aikio-Ŋuorggán",
    "Nguyễn Thị Mai Anh",
    "Trần Minh Khôi",
    "Phạm Bảo Ngọc",
    "Lê Quang Huy",
    "Ploy Srisuk",
    "Li Xinyi 李欣怡",
    "Zahra Rezai",
    "Amir Hossein Ahmadi",
    "Arbër Krasniqi",
    "Dua Berisha",
    "Deniz Yılmaz",
    "İpek Öztürk",
    "Aarav Shrestha",
    "João Pedro Araújo-Mäki",
    "Chloé N’Diaye",
    "Luna 🌱 Koskela",
    "Rosa Hagert",
)

NORWEGIAN_FIRST = _each(
    """
    Nora Olivia Sofie Ella Maja Emilie Frida Sara Tiril Hedda Astrid Live Signe Ylva Jakob Emil Noah Oskar Filip
    Lucas Henrik Isak Aksel Mathias Sander Jonas Håkon Sivert Magnus Eirik
    """
)
NORWEGIAN_LAST = _each(
    """
    Hansen Johansen Olsen Larsen Andersen Pedersen Nilsen Kristiansen Jensen Karlsen Johnsen Pettersen Eriksen Haugen
    Hagen Johannessen Jacobsen Dahl Halvorsen Lund Moen Strand Bakke Solberg Fjeld Sæther Bråten Ødegård Myhre
    Knutsen
    """
)
NORWAY = (
    "Biret Ánne Hætta",
    "Máhtte Sara",
    "Iŋgá Gaup",
    "Zuzanna Wiśniewska",
    "Jakub Kowalczyk",
    "Oliwia Dąbrowska",
    "Ugnė Kazlauskaitė",
    "Ayesha Khan",
    "Hamza Malik",
    "Amina Hassan Abdullahi",
    "Yonatan Tesfay",
    "ሰላም ተስፋይ",
    "Ahmad Al-Khatib",
    "ريم الخطيب",
    "Марія Коваленко",
    "Đặng Thu Hà",
    "Kavin Sivakumar",
    "Eino-Jussi Niskavaara",
    "Þórdís Jónsdóttir",
    "Angelo dela Cruz",
)
