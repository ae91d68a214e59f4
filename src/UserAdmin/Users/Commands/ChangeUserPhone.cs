using FluentValidation;
using UserAdmin.Messaging;
using UserAdmin.Pipeline;
using UserAdmin.Roles;
using UserAdmin.Text;

namespace UserAdmin.Users.Commands;

/// <summary>Changes or removes the account's phone number. A new one is not confirmed.</summary>
/// <param name="UserId">Key of the account.</param>
/// <param name="PhoneNumber">Number, at most 50 characters of digits, spaces and <c>+ ( ) - . / x</c>; null or empty
/// removes it.</param>
/// <param name="SeenVersion">The <see cref="UserRow.Version"/> that the person was editing.</param>
[Permission(Permissions.UsersEdit)]
public sealed record ChangeUserPhone(string UserId, string? PhoneNumber, long SeenVersion) : ICommand;

internal sealed class ChangeUserPhoneValidator : AbstractValidator<ChangeUserPhone>
{
    public ChangeUserPhoneValidator()
    {
        RuleFor(command => command.UserId).MustBeId();
        RuleFor(command => command.PhoneNumber).MustBePhone();
        RuleFor(command => command.SeenVersion).MustBeVersion();
    }
}

internal sealed class ChangeUserPhonePreparation(HostUserRules rules) : HostRulesPreparation<ChangeUserPhone>(rules);

internal sealed class ChangeUserPhoneHandler(UserEditing editing, HostUserRules rules)
    : ICommandHandler<ChangeUserPhone>
{
    public async Task<CommandResult> Handle(ChangeUserPhone request, CancellationToken cancellationToken)
    {
        var (user, refusal) = await editing.FindAsync(request.UserId, cancellationToken);
        if (user is null)
        {
            return CommandResult.Refused(refusal!);
        }

        var phoneNumber = UserText.CleanNumber(request.PhoneNumber);
        var (set, conflicts) = await editing.MergeAsync(
            user.Id,
            request.SeenVersion,
            [new(nameof(request.PhoneNumber), phoneNumber)],
            cancellationToken
        );
        if (conflicts.Count > 0)
        {
            return CommandResult.Refused(conflicts);
        }

        if (set.Count > 0)
        {
            if (rules.With(request) is [_, ..] errors)
            {
                return CommandResult.Refused(errors);
            }

            user.ChangePhone(phoneNumber);
            await editing.KeepOwnSessionsAsync(user, cancellationToken);
        }

        return CommandResult.Done;
    }
}
