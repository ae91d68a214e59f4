using UserAdmin.Messaging;
using UserAdmin.Pipeline;

namespace UserAdmin.Users;

/// <summary>Asks the rules of the host about a command that changes an account; the handler refuses.</summary>
internal abstract class HostRulesPreparation<TCommand>(HostUserRules rules) : IPreparation<TCommand>
    where TCommand : ICommand
{
    public async Task<Error?> PrepareAsync(TCommand command, CancellationToken cancellationToken)
    {
        await rules.PrepareAsync(command, cancellationToken);
        return null;
    }
}
