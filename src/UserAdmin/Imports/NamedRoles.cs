using Microsoft.AspNetCore.Identity;
using UserAdmin.Messaging;
using UserAdmin.Roles;

namespace UserAdmin.Imports;

/// <summary>A role that rows of an import name.</summary>
/// <param name="Role">The role; null if it cannot be given.</param>
/// <param name="Refusal">Why it cannot be given, or null.</param>
internal sealed record NamedRole(Role? Role, Error? Refusal);

/// <summary>The roles that rows of an import name.</summary>
/// <param name="found">The roles by their normalised names.</param>
/// <param name="normalizer">Identity's normaliser.</param>
internal sealed class NamedRoles(IReadOnlyDictionary<string, NamedRole> found, ILookupNormalizer normalizer)
{
    /// <summary>Keys of the roles.</summary>
    public IEnumerable<string> Ids => found.Values.Select(named => named.Role?.Id).OfType<string>();

    /// <summary>Returns a role by the name that a row gives it.</summary>
    public NamedRole this[string name] =>
        found.GetValueOrDefault(normalizer.NormalizeName(name.Trim()))
        ?? new NamedRole(null, ImportErrors.RoleUnknown(name));
}
