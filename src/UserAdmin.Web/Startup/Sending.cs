using System.Threading.Channels;
using UserAdmin.Messaging;
using UserAdmin.Storage;
using UserAdmin.Users.Commands;
using UserAdmin.Web.Account;

namespace UserAdmin.Web.Startup;

/// <summary>
/// Sends commands from standard input, one JSON object per line:
/// <c>{"id":"…uuid…","command":"ChangeUserEmail","body":{"userId":"…","email":"…","seenVersion":12},"reason":"…"}</c>.
/// Each is answered with a line: <c>{"id":"…","accepted":13}</c> or
/// <c>{"id":"…","refused":[{"code":…,"message":…,"field":…}]}</c>. An accepted command is on disk when its line is
/// printed; sending it again with the same id is harmless.
/// </summary>
internal static class Sending
{
    // A person who can run this could open the database file anyway.
    private static readonly Actor _actor = Actor.System with { Name = "Command line" };

    // Lines that have arrived together are sent together, so that they share a commit (decision 63).
    private const int MostTogether = 32;

    public static async Task<int> RunAsync(string[] args, TextReader input, TextWriter output)
    {
        var builder = Host.CreateApplicationBuilder(
            new HostApplicationBuilderSettings { Args = args, ContentRootPath = AppContext.BaseDirectory }
        );
        // Standard output is reserved for the answers.
        builder.Logging.ClearProviders();
        builder.Services.AddUserAdmin(builder.Configuration);
        KeyRing.Add(builder.Services, builder.Configuration);
        using var stop = new StopSignal();
        using var host = builder.Build();
        await host.Services.GetRequiredService<IStoreSetup>().PrepareAsync();
        await FirstAdministrator.PrepareAsync(host.Services, new ConfigurationBuilder().Build());
        await using var running = await RunningHost.StartAsync(host);
        var bus = host.Services.GetRequiredService<ICommandBus>();
        var lines = Read(input);
        while (await NextAsync(lines, stop.Token) is { Count: > 0 } together)
        {
            await foreach (var answer in AnswerAsync(bus, together))
            {
                await output.WriteLineAsync(answer.ToJson());
                await output.FlushAsync();
            }
        }

        return stop.Token.IsCancellationRequested ? StopSignal.ExitCode : 0;
    }

    // In the background, because reading from a terminal cannot be cancelled.
    private static ChannelReader<string> Read(TextReader input)
    {
        var lines = Channel.CreateBounded<string>(MostTogether);
        _ = Task.Run(
            async () =>
            {
                try
                {
                    while (await input.ReadLineAsync(CancellationToken.None) is { } line)
                    {
                        if (!string.IsNullOrWhiteSpace(line))
                        {
                            await lines.Writer.WriteAsync(line, CancellationToken.None);
                        }
                    }

                    lines.Writer.Complete();
                }
                catch (Exception fault)
                {
                    lines.Writer.Complete(fault);
                }
            },
            CancellationToken.None
        );
        return lines.Reader;
    }

    /// <summary>
    /// Waits for a line, and returns it with those that have arrived behind it; none at the end of the input.
    /// </summary>
    private static async Task<List<string>> NextAsync(ChannelReader<string> lines, CancellationToken stop)
    {
        var together = new List<string>();
        try
        {
            while (together.Count == 0 && await lines.WaitToReadAsync(stop))
            {
                while (together.Count < MostTogether && lines.TryRead(out var line))
                {
                    together.Add(line);
                }
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The same as the end of the input.
        }

        return together;
    }

    /// <summary>Sends the commands of several lines in order, and answers each line in order.</summary>
    private static async IAsyncEnumerable<Answered> AnswerAsync(ICommandBus bus, IReadOnlyList<string> lines)
    {
        var sent = new List<SentLine>();
        foreach (var line in lines.Select(SentLine.Parse))
        {
            // Before its turn it looks up the account, which a line before may only be creating.
            if (line.Command is SetTemporaryPassword)
            {
                await foreach (var answer in SendAsync(bus, sent))
                {
                    yield return answer;
                }

                sent.Clear();
            }

            sent.Add(line);
        }

        await foreach (var answer in SendAsync(bus, sent))
        {
            yield return answer;
        }
    }

    private static async IAsyncEnumerable<Answered> SendAsync(ICommandBus bus, IReadOnlyList<SentLine> lines)
    {
        var results = new Queue<Task<CommandResult>>(
            await bus.SendAllAsync([
                .. lines
                    .Where(line => line.Command is not null)
                    .Select(line =>
                        (line.Command!, new CommandContext(_actor, line.Id ?? Guid.Empty) { Reason = line.Reason })
                    ),
            ])
        );
        foreach (var line in lines)
        {
            yield return line.Refusal ?? await AnswerAsync(line.Id, results.Dequeue());
        }
    }

    private static async Task<Answered> AnswerAsync(Guid? id, Task<CommandResult> sending)
    {
        try
        {
            var result = await sending;
            return new Answered(
                id,
                result.IsAccepted ? result.Position : null,
                result.IsAccepted ? null : result.Errors
            );
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            // A failed line must not stop the following ones. Whether it was carried out is not known, so it should be
            // sent again.
            return Answered.Fault(id, fault);
        }
    }
}
