"""The articles that the table of queries is asked of: short, and each there for what is odd in it."""

from articles import article

ARTICLES = (
    article(
        "calls",
        "The Chechen leader Ramzan Kadyrov urged every region to self-mobilize. He said infantry from"
        " Chechnya would follow.",
        headline="Kadyrov calls for self-mobilization",
        source="The Moscow Times",
        date="2022-09-15",
        authors=["Ann Lee"],
        entities={"Ramzan Kadyrov": ("person", ["Kadyrov"]), "Chechnya": ("place", ["Chechnya"])},
    ),
    article(
        "river",
        "Infantry crossed the river at dawn. Far behind it, after one more long day of cold rain and bad"
        " roads, waited Kadyrov.",
        source="Newsweek",
        date="2022-09-30",
        authors=["Bob Ray", "Ann Fox"],
        entities={"Ramzan Kadyrov": ("person", ["Kadyrov"])},
    ),
    article(
        "fighters",
        "One Chechen fighter spoke. Two Chechen fighting units met the troops of Kadirov.",
        headline="Fighters speak",
        source="Moscow News",
        date="2022-10-01",
    ),
    article("draft", "A mobilization was announced, yet nobody mobilised himself.", date="2022-10-31"),
    article(
        "official", "A U.S. official said that F16s and T-72 tanks were sent by the US.", date="2021-12-31"
    ),
    article("upto", "They told us to wait. It is up to us now.", date="2022-01-01"),
    article("budget", "The R&D budget rose by 1.5 percent to 20,000 euros.", source="Grain & Feed Weekly"),
    article("march", "Some 20 000 people came to a march. Another 20 stood by, 000 was the code."),
    article("cafe", "A café of the Élysée quarter sold crème brûlée to a naïve visitor.", language="en"),
    article("russian", "Рамзан Кадыров обратился к жителям Чечни. Йод и ёлка.", language="ru"),
    article("chinese", "新华社北京报道 新的一天", language="zh"),
    article("arabic", "قال الرئيس إن الحرب انتهت", language="ar"),
    article("hebrew", "שָׁלוֹם לכולם", language="he"),
    article("ligature", "The oﬃce ﬁled a re\u00adport on the ﬂood; see page Ⅷ."),
    article("accents", "Zelenskiy met Jose\u0301 Marı\u0301a Aznar in Lo\u0301dz\u0301."),
    article(
        "company", "Putin’s army and O'Brien's company don't agree, and they'll say so. The 1990's are over."
    ),
    article("hamlet", "To be or not to be, that is the question which a free press may ask."),
    article("press", "A press that is free prints what it likes: press freedom."),
    article(
        "sun",
        "Nothing much was said.",
        headline="Zelensky speaks of war",
        source="The Sun",
        date="2015-01-01",
        authors=["J. Smith"],
    ),
    article("war", "War, war and no end of the war.", headline="Peace", date="2024-02-29"),
    article(
        "assembly",
        "Vladimir Putin and the United Nations had talks in Kyiv.",
        entities={
            "Vladimir Putin": ("person", ["Vladimir Putin"]),
            "United Nations": ("organisation", ["United Nations"]),
            "Kyiv": ("place", ["Kyiv"]),
        },
        date="2023-06-05",
    ),
    article(
        "dashes", "Kyiv—under fire—held out. A well‑known general of a state‐owned firm, and/or his aide."
    ),
    article("tehran", headline="Women march in Tehran", date="2022-09-19"),
    article("virus", "COVID-19 vaccines, 5G masts and a B-52 over the Woman’s Museum."),
    article("typos", "Zelenskyy wrote to Kadyrow about the goverment."),
    article("french", "Les manifestations continuent dans la rue.", language="fr"),
    article("signs", "Emoji 😀 and x² stand here. C++ at 12:30, user@example.com #freedom §5 $7."),
)
