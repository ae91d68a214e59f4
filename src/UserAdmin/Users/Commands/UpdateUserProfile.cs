using FluentValidation;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Storage;
using UserAdmin.Storage.Attached;
using UserAdmin.Text;
using UserAdmin.Users.Fields;

namespace UserAdmin.Users.Commands;

/// <summary>
/// Edits the profile of an account. The command contains the whole form: a field that differs from its value at
/// <paramref name="SeenVersion"/> is changed; any other field is left as it is, even if somebody else has changed it
/// since. Attributes that it does not name stay as they are, too.
/// </summary>
/// <param name="UserId">Key of the account.</param>
/// <param name="DisplayName">Display name, 1 to 200 characters.</param>
/// <param name="SeenVersion">The <see cref="UserRow.Version"/> that the person was editing.</param>
[Permission(Permissions.UsersEdit)]
public sealed record UpdateUserProfile(string UserId, string DisplayName, long SeenVersion) : UserDetails, ICommand;

internal sealed class UpdateUserProfileValidator : AbstractValidator<UpdateUserProfile>
{
    public UpdateUserProfileValidator(DatabaseLayout layout)
    {
        RuleFor(command => command.UserId).MustBeId();
        RuleFor(command => command.DisplayName).MustBeDisplayName();
        RuleFor(command => command.SeenVersion).MustBeVersion();
        this.RulesForDetails();
        this.RulesForAttributes(layout, isNew: false);
    }
}

internal sealed class UpdateUserProfileHandler(TakenValues taken, UserEditing editing, DatabaseLayout layout)
    : ICommandHandler<UpdateUserProfile>
{
    public async Task<CommandResult> Handle(UpdateUserProfile request, CancellationToken cancellationToken)
    {
        var (user, refusal) = await editing.FindAsync(request.UserId, cancellationToken);
        if (user is null)
        {
            return CommandResult.Refused(refusal!);
        }

        KeyValuePair<string, string?>[] wanted =
        [
            new(nameof(request.DisplayName), UserText.Clean(request.DisplayName)),
            .. UserFields.Details.Select(field =>
                KeyValuePair.Create(field.Name, field.Editing!.Clean(field.Editing.InDetails!.Get(request)))
            ),
            .. AttributeRules
                .Cleaned(request.Attributes, layout.Attributes)
                .Select(one => KeyValuePair.Create(AccountAttribute.Prefix + one.Name, one.Value)),
        ];
        var (set, conflicts) = await editing.MergeAsync(user.Id, request.SeenVersion, wanted, cancellationToken);
        if (conflicts.Count > 0)
        {
            return CommandResult.Refused(conflicts);
        }

        foreach (var (field, value) in set)
        {
            if (
                value is not null
                && !RowAttributes.IsOne(field)
                && value != user.Profile[field]
                && await taken.InProfileAsync(UserFields.Named(field), value, user.Id, cancellationToken) is { } isTaken
            )
            {
                return CommandResult.Refused(isTaken);
            }
        }

        user.UpdateProfile(set);
        return CommandResult.Done;
    }
}
