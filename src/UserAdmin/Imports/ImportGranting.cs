using FluentValidation;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Roles.Commands;
using UserAdmin.Storage;
using UserAdmin.Text;

namespace UserAdmin.Imports;

/// <summary>Checks whether the actor may do what an import does: create users, change them, give them roles.</summary>
internal sealed class ImportGranting(
    WriteContext context,
    RoleGranting granting,
    INewKeys newKeys,
    ILookupNormalizer normalizer,
    CurrentMessage current
)
{
    private static readonly InlineValidator<CreateRole> _names = NewNames();

    /// <summary>
    /// Returns the roles to give, or the reason why the actor may not do everything that the options say.
    /// </summary>
    public async Task<(IReadOnlyList<Role> Roles, Error? Refusal)> FindAsync(
        ImportOptions options,
        CancellationToken cancellationToken
    )
    {
        var missing = new[]
        {
            options.Creates ? Permissions.UsersCreate : null,
            options.Updates ? Permissions.UsersEdit : null,
            options.RoleIds.Count > 0 || options.ColumnOf(ImportField.Roles) >= 0 ? Permissions.RolesAssign : null,
            options.CreatesRoles && options.ColumnOf(ImportField.Roles) >= 0 ? Permissions.RolesManage : null,
        }.FirstOrDefault(permission => permission is not null && !current.Access.Permissions.Contains(permission));
        return missing is not null
            ? ([], MessagingErrors.NotPermitted(missing))
            : await FindRolesAsync(options, cancellationToken);
    }

    /// <summary>Returns the roles to give, or the reason why the actor may not give one of them.</summary>
    public async Task<(IReadOnlyList<Role> Roles, Error? Refusal)> FindRolesAsync(
        ImportOptions options,
        CancellationToken cancellationToken
    )
    {
        if (options.RoleIds.Count > 0 && !current.Access.Permissions.Contains(Permissions.RolesAssign))
        {
            return ([], MessagingErrors.NotPermitted(Permissions.RolesAssign));
        }

        var roles = new List<Role>();
        foreach (var roleId in options.RoleIds)
        {
            var (role, refusal) = await granting.FindAsync(roleId, cancellationToken);
            if (role is null)
            {
                return ([], refusal! with { Field = nameof(options.RoleIds) });
            }

            roles.Add(role);
        }

        return (roles, null);
    }

    /// <summary>
    /// Returns the roles that rows name, or why the actor may not give them, by their normalised names.
    /// </summary>
    /// <param name="names">The names.</param>
    /// <param name="options">What the import does.</param>
    /// <param name="creates">Whether roles that do not exist are created now; a preview only says that they will
    /// be.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public async Task<NamedRoles> FindNamedAsync(
        IEnumerable<string> names,
        ImportOptions options,
        bool creates,
        CancellationToken cancellationToken
    )
    {
        var wanted = names
            .Where(UserText.IsReadable)
            .Select(name => (Name: UserText.Clean(name) ?? "", Normalized: normalizer.NormalizeName(name.Trim())))
            .DistinctBy(name => name.Normalized)
            .ToDictionary(name => name.Normalized, name => name.Name);
        var found = new Dictionary<string, NamedRole>();
        if (wanted.Count == 0)
        {
            return new NamedRoles(found, normalizer);
        }

        var normalized = wanted.Keys.ToArray();
        foreach (
            var role in await context
                .Roles.Where(role => EF.Parameter(normalized).Contains(role.NormalizedName!))
                .Select(role => new { role.Id, role.NormalizedName })
                .ToListAsync(cancellationToken)
        )
        {
            var (known, refusal) = current.Access.Permissions.Contains(Permissions.RolesAssign)
                ? await granting.FindAsync(role.Id, cancellationToken)
                : (null, MessagingErrors.NotPermitted(Permissions.RolesAssign));
            found[role.NormalizedName!] = new NamedRole(known, refusal);
        }

        foreach (var (key, name) in wanted.Where(name => !found.ContainsKey(name.Key)))
        {
            found[key] = await NewAsync(name, options, creates, cancellationToken);
        }

        return new NamedRoles(found, normalizer);
    }

    private async Task<NamedRole> NewAsync(
        string name,
        ImportOptions options,
        bool creates,
        CancellationToken cancellationToken
    )
    {
        var refusal =
            !options.CreatesRoles ? ImportErrors.RoleUnknown(name)
            : !current.Access.Permissions.Contains(Permissions.RolesManage)
                ? MessagingErrors.NotPermitted(Permissions.RolesManage)
            : (await _names.ValidateAsync(new CreateRole("", name, null, []), cancellationToken)).Errors
                is [var invalid, ..]
                ? new Error(invalid.ErrorCode, invalid.ErrorMessage, nameof(ImportField.Roles))
            : null;
        if (refusal is not null)
        {
            return new NamedRole(null, refusal);
        }

        var role = Role.Create(
            creates ? await newKeys.OfRoleAsync(cancellationToken) : "",
            name,
            description: null,
            permissions: [],
            normalizer
        );
        _ = creates ? context.Add(role) : null;
        return new NamedRole(role, null);
    }

    private static InlineValidator<CreateRole> NewNames()
    {
        var validator = new InlineValidator<CreateRole>();
        validator.RuleFor(command => command.Name).MustBeRoleName();
        return validator;
    }
}
