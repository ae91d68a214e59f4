namespace UserAdmin.Web.Language;

/// <summary>Translates what the program itself has put where people write their own texts.</summary>
internal static class BuiltIn
{
    private const string Administrators = "May do everything here.";

    /// <summary>Returns the description of a role in the reader's language if the program wrote it.</summary>
    /// <param name="description">The description.</param>
    public static string Description(string description) =>
        description == Administrators ? FromCore(description) : description;
}
