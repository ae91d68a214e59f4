using FluentValidation;
using UserAdmin.Messaging;
using UserAdmin.Pipeline;
using UserAdmin.Storage.Attached;
using UserAdmin.Text;
using UserAdmin.Users;

namespace UserAdmin.Account.Commands;

/// <summary>
/// Makes an account of an attached application the first administrator. It keeps the password that it has there.
/// Refused if an administrator exists.
/// </summary>
/// <param name="Token">The token that the program printed at start
/// (<see cref="IFirstAdministratorSetup.Token"/>).</param>
/// <param name="Email">Address of the account.</param>
[Permission(PermissionAttribute.Anyone)]
public sealed record ChooseFirstAdministrator([property: Secret] string Token, string Email) : ICommand
{
    /// <summary>Leaves the secret out, so that no log can hold it.</summary>
    public override string ToString() => $"{nameof(ChooseFirstAdministrator)} {{ Email = {Email} }}";
}

internal sealed class ChooseFirstAdministratorValidator : AbstractValidator<ChooseFirstAdministrator>
{
    public ChooseFirstAdministratorValidator(IFirstAdministratorSetup setup)
    {
        RuleFor(command => command.Token).MustBeTheSetUpToken(setup);
        RuleFor(command => command.Email).MustBeEmail();
    }
}

internal sealed class ChooseFirstAdministratorHandler(
    DatabaseLayout layout,
    IFirstAdministratorSetup setup,
    UserEditing editing,
    Administrators administrators
) : ICommandHandler<ChooseFirstAdministrator>
{
    public async Task<CommandResult> Handle(ChooseFirstAdministrator request, CancellationToken cancellationToken)
    {
        // Checked inside the transaction, so that only one of two people with the link becomes administrator.
        if (await administrators.ExistAsync(cancellationToken))
        {
            return CommandResult.Refused(AccountErrors.AlreadySetUp);
        }

        if (layout.Shape is null)
        {
            return CommandResult.Refused(AccountErrors.NothingToChooseFrom);
        }

        var found = await setup.FindAsync(request.Email.Trim(), cancellationToken);
        if (found is not [var userId])
        {
            return CommandResult.Refused(
                found.Count == 0 ? AccountErrors.NoAccountWithEmail : AccountErrors.SeveralAccountsWithEmail
            );
        }

        var (user, refusal) = await editing.FindAsync(userId, cancellationToken);
        if (user is null)
        {
            return CommandResult.Refused(refusal!);
        }

        if (!await administrators.CanSignInAsync(user, cancellationToken))
        {
            return CommandResult.Refused(AccountErrors.ChosenCannotSignIn);
        }

        await administrators.AddAsync(user, cancellationToken);
        return CommandResult.Done;
    }
}
