using System.Diagnostics;
using System.Text.Json;

namespace UserAdmin.EndToEnd.Programs;

/// <summary>Runs the program's verb <c>send</c>: another process that sends commands to the same databases.</summary>
public sealed class CommandSender : IAsyncDisposable
{
    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web);

    private readonly Process _process;
    private readonly Task<string> _errors;

    /// <summary>Starts the process.</summary>
    /// <param name="data">The data to work on.</param>
    /// <param name="settings">Further arguments.</param>
    public CommandSender(DataFolder data, params string[] settings)
    {
        _process = BuiltProgram.Start([
            "send",
            .. data.Settings,
            "--UserAdmin:PasswordHashIterations=1000",
            .. settings,
        ]);
        _errors = _process.StandardError.ReadToEndAsync();
    }

    /// <summary>Sends a command and waits for its answer.</summary>
    /// <param name="command">Name of the command.</param>
    /// <param name="body">Its properties.</param>
    /// <param name="id">Its id; a new one unless given.</param>
    public async Task<SenderAnswer> SendAsync(string command, object body, Guid? id = null)
    {
        await WriteAsync(id ?? Guid.CreateVersion7(), command, body);
        return await ReadAsync()
            ?? throw new InvalidOperationException("The sender died, or answered with what is no answer.");
    }

    /// <summary>Sends a command that must be accepted.</summary>
    /// <returns>Its log position.</returns>
    /// <param name="command">Name of the command.</param>
    /// <param name="body">Its properties.</param>
    public async Task<long> AcceptedAsync(string command, object body)
    {
        var answer = await SendAsync(command, body);
        return answer.Accepted
            ?? throw new InvalidOperationException(
                $"{command} was refused: {string.Join(' ', answer.Refused!.Select(error => error.Message))}"
            );
    }

    /// <summary>Writes a command without waiting for its answer.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="command">Name of the command.</param>
    /// <param name="body">Its properties.</param>
    public async Task WriteAsync(Guid id, string command, object body)
    {
        await _process.StandardInput.WriteLineAsync(
            JsonSerializer.Serialize(
                new
                {
                    id,
                    command,
                    body,
                },
                _json
            )
        );
        await _process.StandardInput.FlushAsync();
    }

    /// <summary>Reads the next answer; null once the process has ended. An incomplete line is no answer.</summary>
    public async Task<SenderAnswer?> ReadAsync()
    {
        var line = await _process.StandardOutput.ReadLineAsync();
        if (line is null)
        {
            TestContext.Current.TestOutputHelper?.WriteLine($"The sender has ended. {await _errors}");
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize<SenderAnswer>(line, _json);
        }
        catch (JsonException)
        {
            TestContext.Current.TestOutputHelper?.WriteLine($"The sender wrote what is no answer: {line}");
            return null;
        }
    }

    /// <summary>Id of the process.</summary>
    public int ProcessId => _process.Id;

    /// <summary>Kills the process with SIGKILL.</summary>
    public void Kill()
    {
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
    }

    /// <summary>Ends the input and waits for the process to finish.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> EndAsync()
    {
        using var patience = new CancellationTokenSource(BuiltProgram.Patience);
        _process.StandardInput.Close();
        await _process.WaitForExitAsync(patience.Token);
        return _process.ExitCode;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            Kill();
        }

        await _errors;
        _process.Dispose();
    }
}

/// <summary>The answer of <c>send</c> to one command.</summary>
/// <param name="Id">The command's id.</param>
/// <param name="Accepted">The log position, or null if it was refused.</param>
/// <param name="Refused">The reasons for a refusal, or null.</param>
public sealed record SenderAnswer(Guid? Id, long? Accepted, IReadOnlyList<SenderRefusal>? Refused);

/// <summary>One reason for a refusal.</summary>
/// <param name="Code">The code for programs.</param>
/// <param name="Message">The message for people.</param>
/// <param name="Field">The field that caused it, or null.</param>
public sealed record SenderRefusal(string Code, string Message, string? Field);
