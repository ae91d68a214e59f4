using System.Text.Json.Nodes;
using UserAdmin.Users;
using UserAdmin.Web.Scim.Protocol;

namespace UserAdmin.Web.Scim;

/// <summary>
/// What every account has, so that no PATCH can leave it without: an address, a display name and a state. A client that
/// removes one is told so, as RFC 7644, section 3.5.2.2, demands for attributes that are required. A new account needs
/// none of them in the request, because they are chosen where they are missing.
/// </summary>
internal static class ScimLasting
{
    /// <summary>Returns why operations are refused; null if they leave the account what it needs.</summary>
    /// <param name="row">The account.</param>
    /// <param name="changed">The resource as the operations leave it.</param>
    /// <param name="operations">The operations.</param>
    public static ScimFault? Refusal(UserRow row, JsonObject changed, IReadOnlyList<ScimOperation> operations)
    {
        var formatted = (string?)(changed["name"] as JsonObject)?["formatted"];
        return Removes(operations, "emails")
            && !(changed["emails"] as JsonArray ?? []).OfType<JsonObject>().Any(one => one["value"] is not null)
                ? ScimFault.Mutability("An account keeps an email address. Replace the address instead of removing it.")
            : Removes(operations, "displayName")
            && changed["displayName"] is null
            && (formatted is null || formatted == row.DisplayName)
                ? ScimFault.Mutability("An account keeps a display name. Replace the name instead of removing it.")
            : Removes(operations, "active") && changed["active"] is null
                ? ScimFault.Mutability("“active” is always true or false. Replace it by one of them.")
            : null;
    }

    private static bool Removes(IReadOnlyList<ScimOperation> operations, string attribute) =>
        operations.Any(operation =>
            (operation.Kind == ScimPatchKind.Remove || operation.Value is null)
            && operation.Path is { Extension: null } path
            && path.Attribute!.Name == attribute
        );
}
