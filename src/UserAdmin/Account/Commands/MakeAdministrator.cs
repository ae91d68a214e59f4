using FluentValidation;
using UserAdmin.Messaging;
using UserAdmin.Text;
using UserAdmin.Users;

namespace UserAdmin.Account.Commands;

/// <summary>
/// Gives a user the role Administrator from the command line, where the role's key is not known. Used to regain access
/// and for demo data.
/// </summary>
/// <param name="UserId">Key of the account.</param>
[Permission(PermissionAttribute.SystemOnly)]
public sealed record MakeAdministrator(string UserId) : ICommand;

internal sealed class MakeAdministratorValidator : AbstractValidator<MakeAdministrator>
{
    public MakeAdministratorValidator() => RuleFor(command => command.UserId).MustBeId();
}

internal sealed class MakeAdministratorHandler(UserEditing editing, Administrators administrators)
    : ICommandHandler<MakeAdministrator>
{
    public async Task<CommandResult> Handle(MakeAdministrator request, CancellationToken cancellationToken)
    {
        var (user, refusal) = await editing.FindAsync(request.UserId, cancellationToken);
        if (user is null)
        {
            return CommandResult.Refused(refusal!);
        }

        await administrators.AddAsync(user, cancellationToken);
        return CommandResult.Done;
    }
}
