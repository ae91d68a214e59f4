using System.Net;
using UserAdmin.Account;
using UserAdmin.Attaching;
using UserAdmin.Storage;
using UserAdmin.Web.Startup;

namespace UserAdmin.Web.FirstRun;

/// <summary>
/// Attaches the console to the database of an application while there is no administrator, and has the program start
/// again with that database (decision 85). The page checks the token of the link before it calls this.
/// </summary>
internal sealed class FirstAttachment(
    IAttachedDatabase database,
    IFirstAdministratorSetup setup,
    IConfiguration configuration,
    IHostApplicationLifetime lifetime,
    ILogger<FirstAttachment> logger,
    Restart? restart = null
)
{
    private readonly AttachmentLook _look = new(logger);
    private readonly Lock _lock = new();
    private LookedAt? _lookedAt;
    private AttachmentRun? _run;

    /// <summary>Whether the program can start again by itself; the console in another application cannot.</summary>
    public bool IsPossible => restart is not null && database.Shape is null;

    /// <summary>The work after a yes; null before.</summary>
    public AttachmentRun? Run
    {
        get
        {
            lock (_lock)
            {
                return _run;
            }
        }
    }

    /// <summary>Returns why it is not offered and what to do instead, in sentences; null if it is.</summary>
    public async Task<string?> RefusalAsync(HttpContext http)
    {
        if (restart is null)
        {
            return T("This console is a part of an application, and administers the accounts of that one.");
        }

        if (!string.IsNullOrEmpty(configuration.GetConnectionString("Write")))
        {
            return T(
                "The setting ConnectionStrings:Write says which database this console has, perhaps together with "
                    + "other nodes. Stop it and use the command attach, then start it with the application’s "
                    + "connection string in that setting."
            );
        }

        if (!IsSafe(http))
        {
            return T(
                "This page was opened over a connection that is not encrypted, and a connection string has a "
                    + "password in it. Open the page over HTTPS or on the same machine, or use the command attach."
            );
        }

        return await setup.CountAccountsAsync(http.RequestAborted) > 0
            ? T(
                "This console has accounts of its own already, which would be left behind. Start it with another data "
                    + "folder, or use the command attach."
            )
            : null;
    }

    /// <summary>Looks at a database and changes nothing.</summary>
    /// <returns>What was found, or why nothing was, in sentences.</returns>
    public async Task<(LookedAt? Found, string? Refusal)> LookAsync(
        string connection,
        ExaminationOptions choices,
        CancellationToken cancellationToken
    )
    {
        var answer = await _look.RunAsync(connection, choices, cancellationToken);
        if (answer.Found is not null)
        {
            lock (_lock)
            {
                _lookedAt = answer.Found;
            }
        }

        return answer;
    }

    /// <summary>Returns a database that was looked at, if no other one was since.</summary>
    public LookedAt? Find(string? id)
    {
        lock (_lock)
        {
            return Guid.TryParse(id, out var wanted) && _lookedAt?.Id == wanted ? _lookedAt : null;
        }
    }

    /// <summary>Attaches the console to a database that was looked at, and returns at once.</summary>
    /// <returns>False if another one was looked at since, or it cannot be attached.</returns>
    public bool Begin(string? id)
    {
        lock (_lock)
        {
            if (_run is { Failure: null })
            {
                return true;
            }

            if (Find(id) is not { Found: { Refusal: null, Shape: not null } } chosen)
            {
                return false;
            }

            var run = new AttachmentRun(chosen.Found.Name);
            (_run, _lookedAt) = (run, null);
            _ = Task.Run(() => RunAsync(run, chosen));
            return true;
        }
    }

    private static bool IsSafe(HttpContext http) =>
        http.Request.IsHttps || (http.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address));

    private async Task RunAsync(AttachmentRun run, LookedAt chosen)
    {
        try
        {
            UserAdminAttach.Attach(chosen.Connection, chosen.Found.Shape!);
            Keep(chosen.Connection);
        }
        catch (StartupException refusal)
        {
            run.Failure = refusal.Message;
            return;
        }
#pragma warning disable CA1031 // Whatever it was, a person waits for an answer.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            logger.LogError("The console could not be attached: {Fault}", fault.GetType().Name);
            run.Failure = Marked("The console could not be attached. Nothing was changed.");
            return;
        }

        try
        {
            await UserAdminAttach.AdoptAsync(
                chosen.Connection,
                progress => run.Progress = progress,
                lifetime.ApplicationStopping
            );
        }
#pragma warning disable CA1031 // The accounts that were not read are read after the start.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            logger.LogWarning(
                "Not all accounts of the application were read: {Fault}. The others are read after the start.",
                fault.GetType().Name
            );
        }

        logger.LogInformation("The console is attached to {Database} and starts again.", chosen.Found.Name);
        restart!.Ask();
    }

    private void Keep(string connection)
    {
        var path = AttachedSetting.PathIn(configuration);
        try
        {
            AttachedSetting.Write(path, connection);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            UserAdminAttach.Detach(connection);
            throw new StartupException($"{path} cannot be written: {fault.Message} Nothing was changed.", fault);
        }
    }
}
