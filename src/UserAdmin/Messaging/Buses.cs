using MediatR;
using Microsoft.Extensions.DependencyInjection;

namespace UserAdmin.Messaging;

/// <inheritdoc/>
internal sealed class CommandBus(IServiceScopeFactory scopes) : ICommandBus
{
    public async Task<CommandResult> SendAsync(ICommand command, CommandContext context, CancellationToken cancellationToken = default)
    {
        // A scope of its own: in Blazor Server the caller's scope lives as long as the circuit, and a DbContext must not.
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentMessage>().Context = context;
        return await scope.ServiceProvider.GetRequiredService<IMediator>().Send(command, cancellationToken);
    }
}

/// <inheritdoc/>
internal sealed class QueryBus(IServiceScopeFactory scopes) : IQueryBus
{
    public async Task<Answer<TView>> AskAsync<TView>(IQuery<TView> query, QueryContext context, CancellationToken cancellationToken = default)
    {
        await using var scope = scopes.CreateAsyncScope();
        var message = scope.ServiceProvider.GetRequiredService<CurrentMessage>();
        message.Context = new CommandContext(context.Actor, Guid.Empty);
        message.AtLeast = context.AtLeast;
        return await scope.ServiceProvider.GetRequiredService<IMediator>().Send(query, cancellationToken);
    }
}
