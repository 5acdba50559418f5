"""Invented news in several tellings, for tests of copies."""

WIRE = (
    "A landslip above the village of Ostrel cut the only road to the Skarn valley on Tuesday night, and 340 "
    "people spent the hours until morning in the school gymnasium, the district office said.",
    "Nobody was hurt. The slope gave way shortly after ten, when a farmer heard what he called a long "
    "tearing noise and drove his tractor across the lane to stop two cars that were coming up from the "
    "bridge.",
    "“I saw the hedge walk,” the farmer, Anders Lohm, told reporters. “Then the lamp by the chapel went out,"
    " and I knew that the pole had gone with it.” Engineers later found the pole eighty metres down the "
    "slope.",
    "District engineer Paula Wirth said that some 12,000 cubic metres of clay and stone lay on the road. "
    "Clearing them would take at least nine days, provided that it stayed dry. A second crack runs through "
    "the meadow above, and a geologist from Velm will measure it every two hours.",
    "The valley has been cut off twice in the last decade, in 2017 for six days and in 2021 for four. After "
    "the second slip the council asked for a gallery over the road, which the ministry turned down because "
    "it would have cost 31 million crowns.",
    "Deliveries of food and medicine will go by the forest track, which lorries of more than 3.5 tonnes may "
    "not use. The dairy in Skarn, which sends out 40,000 litres of milk a day, has rented smaller tankers "
    "from three neighbouring cooperatives and expects to lose about a fifth of its output.",
    "Pupils from the upper valley will be taught at home until the end of next week. Parents who cannot "
    "reach their work may apply for compensation at the district office, which has opened a counter in the "
    "post office.",
    "The weather service expects light rain on Friday and a dry weekend. Lohm said that he would not move "
    "his cattle before he had seen the crack with his own eyes.",
)
OWN = (
    "Twice now Minister Jorun Eide has told this newspaper that the valley road was safe. On Wednesday she "
    "would not come to the telephone, and her spokesman asked us to send our questions in writing.",
    "We have seen the report that her own department ordered three years ago. It names four slopes between "
    "Ostrel and the sawmill, gives each a number from one to five for the danger, and marks the one that "
    "fell with a five in red ink.",
    "Two of the engineers who signed it have since left the service. One of them, who asked not to be named "
    "because he still works for the state, said nobody had rung him after he handed it in.",
    "The opposition wants a committee. Its leader in the chamber, Torben Sand, said the minister had chosen "
    "a saving over a village, and that he would ask for her diary of that spring, page by page.",
    "Eide's party holds a majority of one. A member from the north, whose own valley waits for a gallery "
    "too, let it be known that she had not decided how to vote.",
)
OTHER = (
    "Families in the Skarn valley woke on camp beds on Wednesday after a hillside collapsed onto the road "
    "that is their one way out.",
    "No one was injured, officials in the district said, thanks in part to a farmer on a tractor who blocked"
    " the lane before traffic could drive into the mud. The mass that came down is put at twelve thousand "
    "cubic metres; diggers are expected to need more than a week for it.",
    "It is the third time in ten years that the valley finds itself an island. A concrete roof for the road "
    "was proposed after the last collapse and refused by the government as too dear.",
    "The local dairy is hiring small lorries, and lessons have moved to kitchen tables. Geologists from Velm "
    "watch a fresh crack above the site.",
)
FOOT = (
    "The Velm Courier has told the stories of the coast since 1871. Our reporters work from five offices "
    "between the lighthouse and the pass, and every one of them can be reached at the counter or by "
    "telephone on weekdays from eight until six. If you have seen something that we should know, write to "
    "the desk or leave a letter in the box by the door; we never name those who ask us not to. Subscribers "
    "read all editions on paper and on the screen, may bring one guest to the summer reading in the "
    "courtyard, and get the almanac in December without paying for it. Corrections stand on page two. No "
    "part of this page may be printed elsewhere without our consent, which we gladly give to schools, choirs"
    " and parish letters."
)
WEATHER = (
    "Weather for the coast on {day}. The morning begins with {sky} over the islands and a {wind} wind from "
    "the {from_}, at {speed} kilometres an hour in the sound. By noon the thermometer in Velm shows {noon} "
    "degrees, and in the valleys behind the pass {valley}. Rain is expected to reach {rain} millimetres by "
    "the evening, most of it near {place}. The sea has {sea} degrees. The ferry to {isle} sails as planned. "
    "Tomorrow will be {tomorrow}, and the day after much the same, the weather service said in its bulletin "
    "of {hour} o'clock."
)
CHINESE = (
    "周二晚上，奥斯特雷尔村上方发生山体滑坡，通往斯卡恩山谷的唯一道路被切断，三百四十名居民在学校体育馆里过夜。"
    "当地政府表示，没有人受伤。一位农民听到山坡上传来长长的撕裂声，便把拖拉机横在路上，拦住了两辆正从桥边开来的汽车。"
    "工程师说，大约一万两千立方米的泥土和石块堆在路上，如果天气干燥，清理工作至少需要九天。"
    "山谷里的乳品厂每天运出四万升牛奶，现在只能租用小型油罐车，预计产量会减少五分之一。"
)
JAPANESE = (
    "火曜日の夜、オストレル村の上の斜面が崩れ、スカルン谷へ向かう唯一の道路がふさがれた。住民三百四十人は朝まで学校の体育館で過ごした。"
    "けが人はいなかった。農家の男性は長く裂けるような音を聞き、トラクターを道に横たえて、橋から上ってくる車二台を止めたという。"
    "技師によると、およそ一万二千立方メートルの土砂が道をおおい、晴れが続いても片づけには九日以上かかる。"
)
THAI = (
    "เมื่อคืนวันอังคารดินถล่มเหนือหมู่บ้านออสเตรลตัดถนนสายเดียวที่เข้าสู่หุบเขาสการ์น "
    "ชาวบ้านสามร้อยสี่สิบคนต้องนอนในโรงยิมของโรงเรียนจนถึงเช้า ไม่มีผู้ได้รับบาดเจ็บ "
    "ชาวนาคนหนึ่งได้ยินเสียงฉีกยาวจึงขับรถไถขวางถนนเพื่อหยุดรถสองคันที่กำลังขึ้นมาจากสะพาน "
    "วิศวกรกล่าวว่ามีดินและหินประมาณหนึ่งหมื่นสองพันลูกบาศก์เมตรอยู่บนถนน "
    "การเก็บกวาดจะใช้เวลาอย่างน้อยเก้าวันหากฝนไม่ตก"
)


def text(*paragraphs: str) -> str:
    """Join paragraphs into a text."""
    return "\n\n".join(paragraphs)


def weather(**others: str) -> str:
    """Fill the form of a weather bulletin."""
    first = {
        **{"day": "Monday", "sky": "fog", "wind": "light", "from_": "west", "speed": "14", "noon": "11"},
        **{"valley": "8", "rain": "3", "place": "Lunsk", "sea": "9", "isle": "Hove", "tomorrow": "bright"},
        "hour": "6",
    }
    return WEATHER.format(**{**first, **others})


def edited(given: str, every: int = 10) -> str:
    """Put another word in the place of every tenth."""
    words = given.split(" ")
    return " ".join(f"word{n}" if n % every == every // 2 else word for n, word in enumerate(words))
