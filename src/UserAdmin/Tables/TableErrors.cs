using System.Globalization;
using UserAdmin.Messaging;

namespace UserAdmin.Tables;

/// <summary>
/// The errors of table files. Errors of one row or cell concern only that row; all others make the file unreadable.
/// </summary>
public static class TableErrors
{
    /// <summary>The file is empty.</summary>
    public static Error Empty { get; } =
        new("tables.empty", "The file is empty. Choose one with a row of column titles and rows below it.");

    /// <summary>More than <see cref="TableLimits.FileBytes"/>.</summary>
    public static Error TooLarge { get; } =
        new(
            "tables.too-large",
            "The file is larger than 200 MB. Split it into several files and use one after the other."
        );

    /// <summary>More than <see cref="TableLimits.Rows"/>.</summary>
    public static Error TooManyRows { get; } =
        new(
            "tables.too-many-rows",
            "The file has more than 1,000,000 rows. Split it into several files and use one after the other."
        );

    /// <summary>More than <see cref="TableLimits.Columns"/>.</summary>
    public static Error TooManyColumns { get; } =
        new(
            "tables.too-many-columns",
            "The first row has more than 1,000 columns. Check that it holds the column titles, and remove "
                + "columns that are not needed."
        );

    /// <summary>An old Excel workbook (BIFF).</summary>
    public static Error OldWorkbook { get; } =
        new(
            "tables.old-workbook",
            "This is a workbook in the old .xls format. Save it as .xlsx or CSV and choose that file."
        );

    /// <summary>A workbook that is protected by a password.</summary>
    public static Error Encrypted { get; } =
        new(
            "tables.encrypted",
            "This workbook is protected with a password. Take the protection off in the spreadsheet "
                + "program, save it and choose it again."
        );

    /// <summary>A workbook in an unsupported format: OpenDocument, binary Excel.</summary>
    public static Error OtherWorkbook { get; } =
        new(
            "tables.other-workbook",
            "This is a workbook in a format that is not read here. Save it as .xlsx or CSV and choose that file."
        );

    /// <summary>A ZIP file that is not a workbook.</summary>
    public static Error NoWorkbook { get; } =
        new(
            "tables.no-workbook",
            "This file is packed and is not an Excel workbook. Unpack it and choose the file inside."
        );

    /// <summary>Bytes that are not text.</summary>
    public static Error NoText { get; } =
        new(
            "tables.no-text",
            "This file is not a table: its content is not text. Choose a CSV, .xlsx, JSON or LDIF file."
        );

    /// <summary>HTML or XML.</summary>
    public static Error WebPage { get; } =
        new(
            "tables.web-page",
            "This file is a web page or XML, even if its name says otherwise. Open it in a spreadsheet "
                + "program, save it as .xlsx or CSV and choose that file."
        );

    /// <summary>A JSON document without a list of objects.</summary>
    public static Error NoObjects { get; } =
        new("tables.no-objects", "This JSON file holds no list of objects. Choose one with an object for each person.");

    /// <summary>A gzip file that ends early or is damaged.</summary>
    public static Error DamagedArchive { get; } =
        new(
            "tables.damaged-archive",
            "The packed file is damaged or was not copied completely. Export it again, or unpack it and choose the "
                + "file inside."
        );

    /// <summary>A gzip file that unpacks to more than its size suggests, or more than the limit.</summary>
    public static Error ArchiveTooLarge { get; } =
        new(
            "tables.archive-too-large",
            "The packed file unpacks to more than 200 MB, so it was not read. Split the file inside into several "
                + "files and use one after the other."
        );

    /// <summary>The ZIP file ends early or its directory is damaged.</summary>
    public static Error DamagedWorkbook { get; } =
        new(
            "tables.damaged-workbook",
            "The workbook is damaged or was not copied completely. Open it in a spreadsheet program, save "
                + "it again and choose that file."
        );

    /// <summary>The file unpacks to far more than its size suggests.</summary>
    public static Error UnpacksTooLarge { get; } =
        new(
            "tables.unpacks-too-large",
            "The workbook unpacks to far more than a table of this size should, so it was not read. Save "
                + "the sheet as CSV, or split it into several files, and use those."
        );

    /// <summary>XML with a document type or entities, which no spreadsheet program writes.</summary>
    public static Error HostileWorkbook { get; } =
        new(
            "tables.hostile-workbook",
            "The workbook holds XML declarations that no spreadsheet program writes, so it was not read. "
                + "Save the sheet as CSV and choose that file."
        );

    /// <summary>The workbook has no visible sheet.</summary>
    public static Error NoSheet { get; } =
        new(
            "tables.no-sheet",
            "The workbook has no visible sheet with rows. Put the table on the first sheet and save it again."
        );

    /// <summary>A part of the workbook cannot be parsed.</summary>
    /// <param name="row">The row, from 1; 0 if the error is before the first row.</param>
    public static Error DamagedSheet(int row) =>
        new(
            "tables.damaged-sheet",
            $"The workbook is damaged {(row > 0 ? $"after row {Number(row)}" : "before its first row")}. Open "
                + $"it in a spreadsheet program, save it again and choose that file."
        );

    /// <summary>A JSON document ends early, or its brackets do not match.</summary>
    /// <param name="line">The line.</param>
    public static Error DamagedJson(int line) =>
        new(
            "tables.damaged-json",
            $"The JSON file is damaged or ends early, in or before line {Number(line)}. Export it again and choose "
                + "that file."
        );

    /// <summary>A quotation mark at the beginning of a value is never closed.</summary>
    /// <param name="row">The row in which the value begins.</param>
    public static Error OpenQuote(int row) =>
        new(
            "tables.open-quote",
            $"A value in row {Number(row)} begins with a quotation mark that is never closed, so its "
                + "end cannot be found. Close the quotation mark or remove it."
        );

    /// <summary>A NUL character, which text does not contain.</summary>
    /// <param name="row">The row.</param>
    public static Error Nul(int row) =>
        new(
            "tables.nul",
            $"Row {Number(row)} holds a NUL character, so the file is damaged or not text. Save it again as "
                + "CSV (UTF-8) and choose that file."
        );

    /// <summary>Bytes that are invalid in the encoding.</summary>
    /// <param name="row">The row.</param>
    /// <param name="encoding">Name of the encoding.</param>
    public static Error BadCharacter(int row, string encoding) =>
        new(
            "tables.bad-character",
            $"In or soon after row {Number(row)} the file holds bytes that are not characters of its "
                + $"encoding ({encoding}): it is damaged, cut off, or put together from files of two encodings. "
                + "Save it again as CSV (UTF-8) and choose that file."
        );

    /// <summary>Of one row: more values than there are columns.</summary>
    /// <param name="values">How many values the row has.</param>
    /// <param name="columns">How many columns there are.</param>
    public static Error TooManyValues(int values, int columns) =>
        new(
            "tables.too-many-values",
            $"The row has {Number(values)} values, but there are {Number(columns)} columns. A value that "
                + "holds the separator has to stand in quotation marks."
        );

    /// <summary>Of one row: a value is too long.</summary>
    /// <param name="column">Title of its column.</param>
    public static Error ValueTooLong(string column) =>
        new("tables.value-too-long", $"The value of “{column}” has more than 32,767 characters. Shorten it.");

    /// <summary>Of one row: it is too long as a whole.</summary>
    public static Error RowTooLong { get; } =
        new(
            "tables.row-too-long",
            "The row has more than 1,000,000 characters. Shorten it, or check that a quotation mark before "
                + "it is closed."
        );

    /// <summary>Of one row: not a JSON object.</summary>
    public static Error NoObject { get; } =
        new(
            "tables.no-object",
            "The line is not a JSON object. Write one object with a name and a value for each column, on one line."
        );

    /// <summary>Of one row: a name that is not one of the columns.</summary>
    /// <param name="name">The name.</param>
    public static Error UnknownName(string name) =>
        new(
            "tables.unknown-name",
            $"The line has a value named “{Short(name)}”, which the first 1,000 lines do not have. Name it "
                + "in the first line too, or remove it."
        );

    /// <summary>Of one entry: it describes a change of a directory instead of an entry.</summary>
    public static Error LdifChange { get; } =
        new(
            "tables.ldif-change",
            "The entry describes a change of the directory, not a person. Export the entries themselves, for "
                + "example with slapcat or ldapsearch."
        );

    /// <summary>Of one entry: a line that is no attribute.</summary>
    /// <param name="line">The number of the line.</param>
    public static Error DamagedEntry(int line) =>
        new(
            "tables.damaged-entry",
            $"Line {Number(line)} is not an attribute with a value, such as “mail: name@example.com”. Correct it, or "
                + "export the entry again."
        );

    /// <summary>Of one cell: it contains a spreadsheet error instead of a value.</summary>
    /// <param name="cell">The cell, such as <c>C2</c>.</param>
    /// <param name="value">The content of the cell, such as <c>#N/A</c>.</param>
    public static Error ErrorValue(string cell, string value) =>
        new(
            "tables.error-value",
            $"Cell {cell} holds {value}, an error of the spreadsheet, in place of a value. Correct it or "
                + "empty the cell, save the file and send it again."
        );

    /// <summary>Of one cell: a spreadsheet has rounded a number.</summary>
    /// <param name="cell">The cell, such as <c>C2</c>.</param>
    /// <param name="value">The content of the cell, such as <c>8.00123E+12</c>.</param>
    public static Error RoundedNumber(string cell, string value) =>
        new(
            "tables.rounded-number",
            $"Cell {cell} holds {value}, a number that a spreadsheet has rounded, so its other digits are "
                + "lost. Format the column as text in the file it came from, and export it again."
        );

    /// <summary>Of one cell: a spreadsheet has made a date of a number.</summary>
    /// <param name="cell">The cell, such as <c>C2</c>.</param>
    /// <param name="value">The content of the cell, such as <c>1-Mar</c>.</param>
    public static Error DateInstead(string cell, string value) =>
        new(
            "tables.date-instead",
            $"Cell {cell} holds {value}, a date that a spreadsheet has made of something else, such as 1-3. Format "
                + "the column as text in the file it came from, and export it again."
        );

    /// <summary>Of one cell: characters could not be read.</summary>
    /// <param name="cell">The cell, such as <c>C2</c>.</param>
    public static Error UnreadableCharacter(string cell) =>
        new(
            "tables.unreadable-character",
            $"Cell {cell} holds “\ufffd”, which stands for a character that could not be read. Read the "
                + "file in another encoding, or correct the cell."
        );

    /// <summary>Of one cell: a formula has no saved result.</summary>
    /// <param name="cell">The cell, such as <c>C2</c>.</param>
    public static Error NoSavedValue(string cell) =>
        new(
            "tables.no-saved-value",
            $"Cell {cell} holds a formula whose result was not saved. Open the workbook in a spreadsheet "
                + "program and save it there, so that the result is calculated."
        );

    /// <summary>
    /// Of one cell: it is merged with one to its left, so it is unclear whether the value is meant for it. The message
    /// does not contain the value, because it may be a password.
    /// </summary>
    /// <param name="block">The merged cells, such as <c>B2:C2</c>.</param>
    public static Error MergedAcross(string block) =>
        new(
            "tables.merged-across",
            $"The cells {block} are merged, so it is not clear which column the value belongs to. "
                + "Unmerge them, write the value where it belongs, save the workbook and send it again."
        );

    /// <summary>Every row with values is hidden.</summary>
    /// <param name="rows">The number of these rows.</param>
    public static Error AllHidden(int rows) =>
        new(
            "tables.all-hidden",
            $"All {Number(rows)} rows below the titles are hidden in the workbook, by a filter perhaps. "
                + "Show them, save the workbook and choose it again."
        );

    /// <summary>The workbook has no sheet with the chosen name.</summary>
    /// <param name="name">The name.</param>
    public static Error UnknownSheet(string name) =>
        new(
            "tables.unknown-sheet",
            $"The workbook has no visible sheet named “{name}”. Choose an existing sheet.",
            nameof(TableChoice.Sheet)
        );

    private static string Short(string text) => text.Length > 60 ? text[..60] + "…" : text;

    private static string Number(int number) => number.ToString("N0", CultureInfo.InvariantCulture);
}

/// <summary>Thrown when a table file cannot be read, or not any further.</summary>
internal sealed class UnreadableTableException(Error error, Exception? cause = null) : Exception(error.Message, cause)
{
    /// <summary>What is wrong, where, and what to do.</summary>
    public Error Error { get; } = error;
}
