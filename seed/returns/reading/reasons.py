"""The words of each fault, in Chinese and in English: what is wrong and what was expected, without the place."""

from collections.abc import Mapping
from typing import Final

from seed.returns.reading.origin import ORIGIN

# code: (Chinese, English); {…} are the fault's details.
REASONS: Final[Mapping[str, tuple[str, str]]] = {
    # the file
    "too_big": ("文件超过 {limit} MB", "the file is larger than {limit} MB"),
    "unpacked_too_big": ("解压后超过 {limit} MB", "unpacks to more than {limit} MB"),
    "unknown_kind": (
        "文件名开头不是任何一种报送表的名称",
        "the file's name does not begin with the name of a kind of return",
    ),
    "unknown_format": ("只接受 .xlsx 和 .csv 文件,且内容与扩展名一致", "only .xlsx and .csv, and the content as named"),
    "encrypted": ("文件已加密或为旧版 .xls 格式", "the file is encrypted or an old .xls"),
    "macros": ("文件含有宏或嵌入对象", "the file holds macros or embedded objects"),
    "doctype": ("文件含有 DOCTYPE 或实体声明", "the file declares a DOCTYPE or entities"),
    "external_link": ("文件含有外部链接或数据连接", "the file links to other files or data sources"),
    "unreadable_file": ("文件无法读取({detail})", "the file cannot be read ({detail})"),
    "parser_died": ("读取时超出内存或时间限制", "reading it ran out of memory or time"),
    "encoding": ("编码不是 UTF-8、UTF-16 或 GB18030", "the encoding is not UTF-8, UTF-16 or GB18030"),
    "csv_syntax": ("CSV 引号不配对", "the CSV has unbalanced quotes"),
    "too_many_rows": ("超过 {limit} 行", "more than {limit} rows"),
    "too_many_columns": ("使用的列超过 {limit} 列", "more than {limit} columns in use"),
    "too_many_merges": ("合并单元格超过 {limit} 处", "more than {limit} merged ranges"),
    "not_storable": ("数据库不接受此文件的内容", "the database does not accept the content of this file"),
    "missing_file": ("登记的文件不存在", "the registered file is not there"),
    "outside_folder": ("文件名指向文件夹之外", "the file name points outside the folder"),
    "wrong_line": (
        "登记的事项编号 {line} 与文件种类不符",
        "the registered line {line} does not take this kind of file",
    ),
    # the table
    "no_header": ("找不到表头行(应含 {headings})", "no header row (expected {headings})"),
    "missing_heading": ("表头缺少此列", "the header row lacks this column"),
    "misnamed_heading": (
        "表头没有此列,有“{twin}”,是否就是它?请改为规定的列名",
        'the header row lacks this column; is it the one called "{twin}"? Name it as the form does',
    ),
    "unsure_headings": (
        "表头没有这些列:{headings};却有不认识的列:{unknown}。请改为规定的列名,或补上缺少的列",
        "the header row lacks {headings} but has unknown columns: {unknown}. Name them as the form does or add them",
    ),
    "misnamed_label": (
        "表中没有此项,有“{twin}”,是否就是它?请改为规定的名称",
        'the form lacks this label; is it the one called "{twin}"? Name it as the form does',
    ),
    "absent_labels": (
        "表中没有这些项,按未填处理:{headings}",
        "the form lacks these labels, taken as not filled: {headings}",
    ),
    "repeated_label": (
        "此项出现不止一次而内容不同,只取第一处",
        "this label stands here again with another value; only the first is taken",
    ),
    "absent_headings": (
        "表头没有这些列,按未填处理:{headings}",
        "the header row lacks these columns, taken as not filled: {headings}",
    ),
    "unknown_heading": ("此列({at} 列)不认识,未读取", "unknown column ({at}), not read"),
    "repeated_heading": ("表头中此列重复", "the header row has this column twice"),
    "hidden_sheet": ("工作表已隐藏,未读取", "a hidden sheet, not read"),
    "example_sheet": ("工作表按名称是示例或模板,未读取", "by its name a sheet of examples or a form, not read"),
    "no_table": ("工作表中找不到表头行,未读取", "a sheet without a header row, not read"),
    "row_too_long": (
        "此行有 {cells} 格,表头只有 {columns} 格:单元格内可能有未加引号的分隔符,请用 Excel 另存为 .xlsx 后再报",
        "the row has {cells} cells, the header {columns}: a cell may hold an unquoted delimiter",
    ),
    "row_too_short": (
        "此行只有 {cells} 格,表头有 {columns} 格:此行可能被截断,请补全",
        "the row has only {cells} cells, the header {columns}: it may be cut",
    ),
    "beyond_header": (
        "{at} 列在表头之外而有内容:此行可能错位,请移回或删除",
        "column {at} is beyond the header but filled: the row may be shifted; move it back or empty it",
    ),
    "no_heading": ("{at} 列没有列名,其内容未读取", "column {at} has no heading; what it holds is not read"),
    "open_end": (
        "文件末尾没有换行,请核对最后一行是否完整",
        "the file ends without a line break; check that its last row is whole",
    ),
    "taken_for_note": (
        "此行以说明、合计、签名等字样开头,未作为记录读取",
        "the row begins like a note, a total or a signature and is not read as a record",
    ),
    "formula": ("单元格为公式,应为数值或文字", "the cell holds a formula, a plain value is expected"),
    "error_value": ("单元格为公式错误值", "the cell holds a formula error"),
    # the cell
    "no_key": ("缺少编号", "the key is missing"),
    "spoiled_key": (
        "编号已被表格软件变成数字或日期,请将该列设为文本后重新填写",
        "the spreadsheet turned the key into a number or a day: set the column to text and fill it in again",
    ),
    "rounded_key": (
        "15 位以后的数字都是 0,应是表格软件改写了编号,请将该列设为文本后重新填写",
        "all digits after the 15th are zeros, as a spreadsheet rounds: set the column to text and fill it in again",
    ),
    "bad_key": (
        "编号只能用字母、数字、汉字和 {expected},不能有空格,首尾应为字母、数字、汉字或括号",
        "a key may hold letters, digits, Chinese and {expected}, no spaces; it begins and ends with none of the signs",
    ),
    "required": ("此项必填", "a value is required"),
    "not_in_list": ("应为:{expected}", "expected one of: {expected}"),
    "not_a_date": ("不是可识别的日期,请写成 2020-6-16 或 6月16日", "not a readable date; write 2020-6-16"),
    "not_a_time": ("不是可识别的时间,请写成 2020-6-16 17:30", "not a readable time; write 2020-6-16 17:30"),
    "not_a_number": ("不是可识别的数字,只填数字", "not a readable number; digits only"),
    "false_digits": (
        "含有上标、带圈数字或分数,无法确定数值,请只填数字",
        "holds a power, a circled digit or a fraction: the value is not certain; digits only",
    ),
    "year": ("年份应在 {expected} 之间", "expected a year from {expected}"),
    "weekday": ("与日期不符,该日为{expected}", "does not fit the date, which is a {expected}"),
    "not_a_count": ("应为整数", "a whole number is expected"),
    "negative": ("数量不能为负", "a count cannot be negative"),
    "out_of_range": ("应在 {expected} 之间", "expected between {expected}"),
    "bad_character": (
        "含有不可见的控制字符 {sign},请重新录入",
        "holds the control character {sign}: type it again",
    ),
    "merged_across": (
        "一个单元格合并了几列({headings}),不知属于哪一列;请拆开后分别填写",
        "one cell is merged over several columns ({headings}): it is not known which it speaks for; write them apart",
    ),
    "merged_amount": (
        "数量写在合并单元格中,不能算给每一行;请拆开后逐行填写",
        "an amount in a merged cell cannot count for each of its rows; write it row by row",
    ),
    "personal_data": (
        "疑似含有个人信息(电话、身份证号、邮箱、联系人或举报人姓名),请删除后重新报送",
        "seems to hold personal data (telephone, identity number, mail, name of a contact): take it out",
    ),
    "too_long": ("超过 {limit} 个字符", "longer than {limit} characters"),
    # the row
    "unknown_city": ("未知的地名", "unknown place"),
    "unknown_county": ("{city}没有此县(市、区)", "no such county in {city}"),
    "unknown_line": ("未知的事项编号", "unknown line code"),
    "unknown_unit": ("单位名录中没有此单位", "the roster has no such unit"),
    **ORIGIN,
    "unknown_metric": ("未知的指标编号", "unknown metric code"),
    "no_metric_code": (
        "有数量而没有指标编号,请在项目开头写明编号(如 A02)",
        "a figure without its code: begin the item with it (as A02)",
    ),
    "out_of_province": ("在本省范围之外,应在 {expected} 之间", "outside the province, expected between {expected}"),
    "not_held": ("状态为“{status}”,不应填写此项", "may not be filled in while the activity is {status}"),
    "marked_unit": (
        "这样写不算任何单位;若是“{meant}”,请去掉标记或空格",
        "written so it is no unit; if “{meant}” is meant, take out the mark or space",
    ),
    "new_industry": ("新的行业名称,已单列", "a new industry, counted by itself"),
    "before": ("早于{earlier}", "earlier than {earlier}"),
    "without": ("缺少{needed}", "{needed} is missing"),
    "repeated_key": ("与第 {first} 行编号相同而内容不同", "same key as row {first}, different content"),
    "repeated_key_elsewhere": (
        "与工作表“{sheet}”第 {first} 行编号相同而内容不同",
        'same key as row {first} of the sheet "{sheet}", different content',
    ),
    "unknown_hazard": ("此隐患编号尚无记录", "no hazard with this number is on record"),
    "emptied": (
        "此列全为空白,而已导入的记录填有此项(共 {rows} 行),已按空白更新",
        "this column is empty in all rows, where known rows had it ({rows} rows): they were updated to empty",
    ),
    "would_lose": (
        "表头没有此列,而已导入的记录填有此项(共 {rows} 行),不能用空白取代;请补上此列",
        "the header row lacks this column, but known rows fill it ({rows} rows) and would lose it; add the column",
    ),
    "anothers_city": (
        "此文件由{sender}报送,此行写的是{place}",
        "the file is from {sender}, this row says {place}",
    ),
    "anothers_hazard": (
        "此编号的隐患在{known},此文件由{sender}报送",
        "the hazard of this number lies in {known}, the file is from {sender}",
    ),
    "known_elsewhere": (
        "此编号已在{known}登记,此行写的是{place}",
        "this number is on record in {known}, this row says {place}",
    ),
    "another_hazard": (
        "此编号已登记为{known}的另一处隐患(发现日期或单位名称不同),此行写的是{place}",
        "this number is on record for another hazard, in {known} (another day or unit); this row says {place}",
    ),
    "not_a_host": (
        "此文件由{sender}报送,此行由{place}牵头,{sender}不是其主办或协办单位",
        "the file is from {sender}, this row is led by {place}, and {sender} is none of its hosts",
    ),
    "known_lead": (
        "此编号的活动已由{known}牵头登记,此行的牵头单位是{place}",
        "the activity of this number is on record as led by {known}, this row says {place}",
    ),
    "joining": ("新列入名录:{units}", "joining the roster: {units}"),
    "leaving": ("不再列入名录:{units}", "no longer on the roster: {units}"),
    "leaving_with_returns": (
        "名录中没有以下单位,而它们已有报送或活动:{units};确应退出的,导入时加 --confirm-leaving",
        "the roster lacks units that sent or held something: {units}; to let them leave add --confirm-leaving",
    ),
    "no_reason": (
        "缺少原因:请以下列之一开头,其后写一句说明:{expected}",
        "the reason is missing: begin with one of these, then a sentence: {expected}",
    ),
    "other_without_words": ("“其他”之后须写一句说明", "say in a sentence which other reason it is"),
    "reason_not_listed": (
        "开头不是列表中的原因,已按“其他”登记;列表为:{expected}",
        "does not begin with a listed reason and is recorded as other (其他); the list: {expected}",
    ),
    "no_obligation": ("该单位没有此事项(期次)的任务", "the unit has no such obligation (line, period)"),
    "not_later": ("新截止日期应晚于原截止日期 {earlier}", "the new due day must be after {earlier}"),
}
