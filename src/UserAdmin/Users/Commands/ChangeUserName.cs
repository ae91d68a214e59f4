using FluentValidation;
using Microsoft.AspNetCore.Identity;
using UserAdmin.Messaging;
using UserAdmin.Pipeline;
using UserAdmin.Roles;
using UserAdmin.Text;

namespace UserAdmin.Users.Commands;

/// <summary>Changes the account's user name.</summary>
/// <param name="UserId">Key of the account.</param>
/// <param name="UserName">Unique name for signing in, 1 to 256 of the characters that stock Identity, or the host
/// application, allows.</param>
/// <param name="SeenVersion">The <see cref="UserRow.Version"/> that the person was editing.</param>
[Permission(Permissions.UsersEdit)]
public sealed record ChangeUserName(string UserId, string UserName, long SeenVersion) : ICommand;

internal sealed class ChangeUserNameValidator : AbstractValidator<ChangeUserName>
{
    public ChangeUserNameValidator(IEnumerable<IHostUsers> hosts)
    {
        RuleFor(command => command.UserId).MustBeId();
        RuleFor(command => command.UserName).MustBeUserName(hosts);
        RuleFor(command => command.SeenVersion).MustBeVersion();
    }
}

internal sealed class ChangeUserNamePreparation(HostUserRules rules) : HostRulesPreparation<ChangeUserName>(rules);

internal sealed class ChangeUserNameHandler(
    TakenValues taken,
    HostUserRules rules,
    UserEditing editing,
    ILookupNormalizer normalizer
) : ICommandHandler<ChangeUserName>
{
    public async Task<CommandResult> Handle(ChangeUserName request, CancellationToken cancellationToken)
    {
        var (user, refusal) = await editing.FindAsync(request.UserId, cancellationToken);
        if (user is null)
        {
            return CommandResult.Refused(refusal!);
        }

        var userName = UserText.CleanKey(request.UserName)!;
        var (set, conflicts) = await editing.MergeAsync(
            user.Id,
            request.SeenVersion,
            [new(nameof(request.UserName), userName)],
            cancellationToken
        );
        if (conflicts.Count > 0)
        {
            return CommandResult.Refused(conflicts);
        }

        if (set.Count > 0)
        {
            var isTaken = await taken.UserNameAsync(normalizer.NormalizeName(userName), user.Id, cancellationToken);
            if (rules.With(request, isTaken) is [_, ..] errors)
            {
                return CommandResult.Refused(errors);
            }

            user.ChangeName(userName, normalizer);
            await editing.KeepOwnSessionsAsync(user, cancellationToken);
        }

        return CommandResult.Done;
    }
}
