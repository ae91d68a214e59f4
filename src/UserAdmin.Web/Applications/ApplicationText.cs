using UserAdmin.Applications;

namespace UserAdmin.Web.Applications;

/// <summary>Texts of the pages of applications.</summary>
internal static class ApplicationText
{
    /// <summary>“Active”, “Disabled”, “Expired”.</summary>
    public static string State(ApplicationState state) =>
        state switch
        {
            ApplicationState.Active => T("Active", "application"),
            ApplicationState.Disabled => T("Disabled", "application"),
            _ => T("Expired", "application"),
        };

    /// <summary>The colour class of a state.</summary>
    public static string ChipOf(ApplicationState state) =>
        state switch
        {
            ApplicationState.Active => "active",
            ApplicationState.Disabled => "disabled",
            _ => "warn",
        };

    /// <summary>“No key”, “1 key”, “3 keys”.</summary>
    public static string Keys(int count) => count == 0 ? T("No key") : T(count, "1 key", $"{count} keys");

    /// <summary>The address of an application’s page.</summary>
    public static string Href(string applicationId) => $"applications/{Uri.EscapeDataString(applicationId)}";
}
