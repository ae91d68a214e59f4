using UserAdmin.Undoing;
using UserAdmin.Web.Bulk;

namespace UserAdmin.Web.Undoing;

/// <summary>Texts of the page that previews an undo.</summary>
internal static class UndoText
{
    /// <summary>“1 account”, “1,204 accounts”.</summary>
    public static string Accounts(int count) => T(count, "1 account", $"{BulkText.Count(count)} accounts");

    /// <summary>The words for accounts with a verdict.</summary>
    public static string Word(UndoVerdict verdict) =>
        verdict switch
        {
            UndoVerdict.Back => T("Changes back"),
            UndoVerdict.Partly => T("Partly"),
            UndoVerdict.Nothing => T("As it was"),
            _ => T("Not possible"),
        };

    /// <summary>The CSS class of these words.</summary>
    public static string Chip(UndoVerdict verdict) =>
        verdict switch
        {
            UndoVerdict.Back => "good",
            UndoVerdict.Partly => "warn",
            UndoVerdict.Cannot => "bad",
            _ => "",
        };

    /// <summary>The text of the button.</summary>
    public static string Does(int accounts) => accounts == 0 ? T("Undo") : T($"Undo for {Accounts(accounts)}");
}
