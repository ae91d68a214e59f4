using MediatR;
using UserAdmin.Messaging;

namespace UserAdmin.Pipeline;

/// <summary>Lets one command of this process write at a time, in order of arrival.</summary>
/// <remarks>
/// SQLite allows only one writer. Without the gate, writers would compete by retrying while the database is busy, in no
/// particular order. <see cref="SemaphoreSlim"/> serves asynchronous waiters first come, first served.
/// </remarks>
internal sealed class WriteGate : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);

    public Task EnterAsync(CancellationToken cancellationToken) => _turn.WaitAsync(cancellationToken);

    public void Leave() => _turn.Release();

    public void Dispose() => _turn.Dispose();
}

/// <summary>The fifth pipeline step for commands: waits for the write gate.</summary>
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
