using FluentValidation;
using UserAdmin.Messaging;
using UserAdmin.Text;
using UserAdmin.Users;
using UserAdmin.Users.Fields;

namespace UserAdmin.Account.Commands;

/// <summary>
/// Changes the part of a profile that people may edit themselves. It contains the whole form, like <see
/// cref="Users.Commands.UpdateUserProfile"/>: fields that differ from their value at <paramref name="SeenVersion"/> are
/// changed. Only an administrator can change email, user name, job and roles.
/// </summary>
/// <param name="DisplayName">Display name, 1 to 200 characters.</param>
/// <param name="SeenVersion">The <see cref="UserRow.Version"/> the person saw.</param>
[Permission(PermissionAttribute.AnyUser)]
public sealed record UpdateOwnProfile(string DisplayName, long SeenVersion) : ICommand
{
    /// <summary>Given name, at most 100 characters, or null.</summary>
    public string? GivenName { get; init; }

    /// <summary>Family name, at most 100 characters, or null.</summary>
    public string? FamilyName { get; init; }

    /// <summary>Phone number, at most 50 characters, or null.</summary>
    public string? PhoneNumber { get; init; }

    /// <summary>Language tag (BCP 47), or null.</summary>
    public string? Locale { get; init; }

    /// <summary>IANA time zone, or null.</summary>
    public string? TimeZone { get; init; }
}

internal sealed class UpdateOwnProfileValidator : AbstractValidator<UpdateOwnProfile>
{
    public UpdateOwnProfileValidator()
    {
        RuleFor(command => command.DisplayName).MustBeDisplayName();
        RuleFor(command => command.SeenVersion).MustBeVersion();
        RuleFor(command => command.PhoneNumber).MustBePhone();
        this.RulesForDetails();
    }
}

internal sealed class UpdateOwnProfileHandler(OwnAccount own, UserEditing editing) : ICommandHandler<UpdateOwnProfile>
{
    public async Task<CommandResult> Handle(UpdateOwnProfile request, CancellationToken cancellationToken)
    {
        var conflicts = new List<Error>();
        var result = await own.ChangeAsync(
            async user =>
            {
                KeyValuePair<string, string?>[] wanted =
                [
                    Cleaned(nameof(request.DisplayName), request.DisplayName),
                    Cleaned(nameof(request.GivenName), request.GivenName),
                    Cleaned(nameof(request.FamilyName), request.FamilyName),
                    Cleaned(nameof(request.PhoneNumber), request.PhoneNumber),
                    Cleaned(nameof(request.Locale), request.Locale),
                    Cleaned(nameof(request.TimeZone), request.TimeZone),
                ];
                var (set, stale) = await editing.MergeAsync(user.Id, request.SeenVersion, wanted, cancellationToken);
                conflicts.AddRange(stale);
                if (conflicts.Count > 0)
                {
                    return conflicts[0];
                }

                if (
                    set.FirstOrDefault(field => field.Key == nameof(request.PhoneNumber))
                        is { Key: not null, Value: var number }
                    && number != user.PhoneNumber
                )
                {
                    user.ChangePhone(number);
                    await editing.KeepOwnSessionsAsync(user, cancellationToken);
                }

                user.UpdateProfile(set.Where(field => field.Key != nameof(request.PhoneNumber)));
                return null;
            },
            cancellationToken
        );
        return conflicts.Count > 0 ? CommandResult.Refused(conflicts) : result;
    }

    private static KeyValuePair<string, string?> Cleaned(string name, string? value) =>
        new(name, UserFields.Named(name).Editing!.Clean(value));
}
