using FluentValidation;
using Microsoft.AspNetCore.Identity;
using UserAdmin.Messaging;
using UserAdmin.Pipeline;
using UserAdmin.Roles;
using UserAdmin.Text;

namespace UserAdmin.Users.Commands;

/// <summary>
/// Changes the account's email address; the new one is not confirmed. If the person is invited and the actor may
/// invite, the invitation is sent to the new address. Links that give access to the account are sent there only after
/// it is confirmed, unless the actor holds <c>users.passwords</c>.
/// </summary>
/// <param name="UserId">Key of the account.</param>
/// <param name="Email">Unique address (RFC 5321, internationalised domains allowed).</param>
/// <param name="SeenVersion">The <see cref="UserRow.Version"/> that the person was editing.</param>
[Permission(Permissions.UsersEdit)]
public sealed record ChangeUserEmail(string UserId, string Email, long SeenVersion) : ICommand;

internal sealed class ChangeUserEmailValidator : AbstractValidator<ChangeUserEmail>
{
    public ChangeUserEmailValidator()
    {
        RuleFor(command => command.UserId).MustBeId();
        RuleFor(command => command.Email).MustBeEmail();
        RuleFor(command => command.SeenVersion).MustBeVersion();
    }
}

internal sealed class ChangeUserEmailPreparation(HostUserRules rules) : HostRulesPreparation<ChangeUserEmail>(rules);

internal sealed class ChangeUserEmailHandler(
    TakenValues taken,
    HostUserRules rules,
    UserEditing editing,
    EmailChanging changing,
    ILookupNormalizer normalizer
) : ICommandHandler<ChangeUserEmail>
{
    public async Task<CommandResult> Handle(ChangeUserEmail request, CancellationToken cancellationToken)
    {
        var (user, refusal) = await editing.FindAsync(request.UserId, cancellationToken);
        if (user is null)
        {
            return CommandResult.Refused(refusal!);
        }

        var email = EmailAddress.Parse(request.Email);
        var (set, conflicts) = await editing.MergeAsync(
            user.Id,
            request.SeenVersion,
            [new(nameof(request.Email), email)],
            cancellationToken
        );
        if (conflicts.Count > 0)
        {
            return CommandResult.Refused(conflicts);
        }

        if (set.Count > 0)
        {
            var isTaken = await taken.EmailAsync(normalizer.NormalizeEmail(email), user.Id, cancellationToken);
            if (rules.With(request, isTaken) is [_, ..] errors)
            {
                return CommandResult.Refused(errors);
            }

            await changing.ChangeAsync(user, email, cancellationToken);
            await editing.KeepOwnSessionsAsync(user, cancellationToken);
        }

        return CommandResult.Done;
    }
}
