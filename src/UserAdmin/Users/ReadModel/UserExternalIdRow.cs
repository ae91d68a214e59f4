namespace UserAdmin.Users;

/// <summary>The id that one application knows a user by (SCIM <c>externalId</c>, RFC 7643, section 3.1).</summary>
internal sealed class UserExternalIdRow
{
    /// <summary>Key of the person's account.</summary>
    public string UserId { get; set; } = "";

    /// <summary>Key of the application.</summary>
    public string ApplicationId { get; set; } = "";

    /// <summary>The id, 1 to 255 characters, case exact.</summary>
    public string ExternalId { get; set; } = "";
}
