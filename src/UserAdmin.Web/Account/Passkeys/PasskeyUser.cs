namespace UserAdmin.Web.Account.Passkeys;

/// <summary>
/// The data of an account that ASP.NET Core's passkey handler needs. The account itself stays in the core.
/// </summary>
/// <param name="Id">Key of the account; the user handle of its passkeys.</param>
/// <param name="Name">Name that the browser shows beside a passkey.</param>
internal sealed record PasskeyUser(string Id, string Name);
