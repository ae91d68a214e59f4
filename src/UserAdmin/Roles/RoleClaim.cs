namespace UserAdmin.Roles;

/// <summary>A claim of a role that is no permission of ours; missing parts are empty.</summary>
/// <param name="ClaimType">Its type.</param>
/// <param name="Value">Its value.</param>
public sealed record RoleClaim(string ClaimType, string Value);
