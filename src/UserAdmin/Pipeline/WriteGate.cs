using MediatR;
using UserAdmin.Messaging;

namespace UserAdmin.Pipeline;

/// <summary>Lets one command of this process write at a time, in the order they came.</summary>
/// <remarks>
/// SQLite has one writer anyway; without the gate it would be found by busy retries, in no order.
/// <see cref="SemaphoreSlim"/> serves asynchronous waiters first come, first served.
/// </remarks>
internal sealed class WriteGate : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);

    public Task EnterAsync(CancellationToken cancellationToken) => _turn.WaitAsync(cancellationToken);

    public void Leave() => _turn.Release();

    public void Dispose() => _turn.Dispose();
}

/// <summary>Fifth for commands: waits for the write gate.</summary>
internal sealed class CommandWriteGate<TCommand>(WriteGate gate) : IPipelineBehavior<TCommand, CommandResult>
    where TCommand : ICommand
{
    public async Task<CommandResult> Handle(
        TCommand request,
        RequestHandlerDelegate<CommandResult> next,
        CancellationToken cancellationToken
    )
    {
        await gate.EnterAsync(cancellationToken);
        try
        {
            return await next();
        }
        finally
        {
            gate.Leave();
        }
    }
}
