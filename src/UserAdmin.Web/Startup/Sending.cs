using System.Text.Json;
using System.Text.Json.Serialization;
using UserAdmin.Messaging;
using UserAdmin.Pipeline;
using UserAdmin.Storage;
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

    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    private static readonly Dictionary<string, Type> _commands = typeof(ICommand)
        .Assembly.GetTypes()
        .Where(type =>
            type.IsClass && !type.IsAbstract && type.IsAssignableTo(typeof(ICommand)) && type != typeof(CommandSet)
        )
        .ToDictionary(type => type.Name);

    public static async Task<int> RunAsync(string[] args, TextReader input, TextWriter output)
    {
        var builder = Host.CreateApplicationBuilder(
            new HostApplicationBuilderSettings { Args = args, ContentRootPath = AppContext.BaseDirectory }
        );
        // Standard output is reserved for the answers.
        builder.Logging.ClearProviders();
        builder.Services.AddUserAdmin(builder.Configuration);
        KeyRing.Add(builder.Services);
        using var stop = new StopSignal();
        using var host = builder.Build();
        await host.Services.GetRequiredService<IStoreSetup>().PrepareAsync();
        await FirstAdministrator.PrepareAsync(host.Services, new ConfigurationBuilder().Build());
        await host.StartAsync();
        var bus = host.Services.GetRequiredService<ICommandBus>();
        // Reading from a terminal cannot be cancelled, so only the wait for the next line is cancelled.
        while (await ReadLineAsync(input, stop.Token) is { } line)
        {
            if (!string.IsNullOrWhiteSpace(line))
            {
                await output.WriteLineAsync(JsonSerializer.Serialize(await AnswerAsync(bus, line), _json));
                await output.FlushAsync();
            }
        }

        await host.StopAsync();
        return stop.Token.IsCancellationRequested ? StopSignal.ExitCode : 0;
    }

    private static async Task<string?> ReadLineAsync(TextReader input, CancellationToken stop)
    {
        var line = Task.Run(input.ReadLineAsync, CancellationToken.None);
        return await Task.WhenAny(line, Task.Delay(Timeout.Infinite, stop)) == line ? await line : null;
    }

    private static async Task<Answered> AnswerAsync(ICommandBus bus, string line)
    {
        Sent? sent = null;
        try
        {
            sent = JsonSerializer.Deserialize<Sent>(line, _json);
            if (
                sent?.Command is null
                || !_commands.TryGetValue(sent.Command, out var type)
                || sent.Body.ValueKind != JsonValueKind.Object
                || sent.Body.Deserialize(type, _json) is not ICommand command
            )
            {
                return Answered.Not(
                    sent?.Id,
                    "send.unknown-command",
                    "There is no such command. The names are those of the command classes, such as CreateUser."
                );
            }

            var result = await bus.SendAsync(
                command,
                new CommandContext(_actor, sent.Id ?? Guid.Empty) { Reason = sent.Reason }
            );
            return new Answered(
                sent.Id,
                result.IsAccepted ? result.Position : null,
                result.IsAccepted ? null : result.Errors
            );
        }
        catch (JsonException fault)
        {
            return Answered.Not(null, "send.not-json", $"The line is not a command as JSON: {fault.Message}");
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            // A failed line must not stop the following ones. Whether it was carried out is not known, so it should be
            // sent again.
            return Answered.Not(
                sent?.Id,
                "send.fault",
                $"The command failed; send it again with the same id. {fault.Message}"
            );
        }
    }

    private sealed record Sent(Guid? Id, string? Command, JsonElement Body, string? Reason);

    private sealed record Answered(Guid? Id, long? Accepted, IReadOnlyList<Error>? Refused)
    {
        public static Answered Not(Guid? id, string code, string message) => new(id, null, [new Error(code, message)]);
    }
}
