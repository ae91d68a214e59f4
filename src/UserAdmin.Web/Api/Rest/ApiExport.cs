using UserAdmin.Exports;
using UserAdmin.Exports.Commands;
using UserAdmin.Messaging;
using UserAdmin.Tables;
using UserAdmin.Users.Queries;
using UserAdmin.Web.Hardening;

namespace UserAdmin.Web.Api.Rest;

/// <summary>The export of users: the answer is the file, written as rows are read.</summary>
internal sealed class ApiExport() : ApiEndpoint("POST", "exports", typeof(StartExport)), IApiCreation
{
    /// <inheritdoc/>
    public string NewId => "exportId";

    /// <inheritdoc/>
    public override Type Response => typeof(Stream);

    /// <inheritdoc/>
    public override IReadOnlyList<string> MediaTypes => [.. TableWriters.Formats.Select(TableWriters.MediaType)];

    /// <inheritdoc/>
    public override async Task AnswerAsync(HttpContext http)
    {
        var caller = ApiCaller.Of(http);
        if (ApiCommandId.Of(http, caller.Application.Id) is not { } commandId)
        {
            await ApiCommandId.Problem.WriteAsync(http);
            return;
        }

        var (json, problem) = await ApiMessage.ReadAsync(this, http);
        var (reason, unreadable) = json is null ? (null, problem) : ApiHeaders.ReasonOf(http, this, json);
        if (json is null || unreadable is not null)
        {
            await unreadable!.WriteAsync(http);
            return;
        }

        json[NewId] ??= ApiCommandId.OfNew(commandId);
        var (command, wrong) = ApiMessage.Make<StartExport>(json);
        if (command?.What is null)
        {
            wrong ??= ApiProblem.Of([new Error("message.value-missing", "Say what is exported.", "what")]);
            await wrong.WriteAsync(http);
            return;
        }

        using var ending = CancellationTokenSource.CreateLinkedTokenSource(
            http.RequestAborted,
            http.RequestServices.GetRequiredService<Stopping>().Token
        );
        var writer = http.RequestServices.GetRequiredService<ExportWriter>();
        var context = new QueryContext(caller.Actor);
        var keys = await writer.BeginAsync(command.What, context, ending.Token);
        var started = keys.Value is null ? null : await caller.SendAsync(command, commandId, reason);
        Error? refusal =
            keys.Refusal
            ?? (
                started is { IsAccepted: false } ? started.Errors[0]
                // A repeated request is the same export, which is already in the log.
                : started?.Position <= keys.Position ? ExportErrors.AlreadyBegun
                : null
            );
        if (refusal is not null)
        {
            await ApiProblem.Of([refusal]).WriteAsync(http);
            return;
        }

        await SendAsync(http, writer, command, keys.Value!, context, ending.Token);
    }

    private static async Task SendAsync(
        HttpContext http,
        ExportWriter writer,
        StartExport command,
        UserKeys keys,
        QueryContext context,
        CancellationToken ending
    )
    {
        var (rows, isComplete) = (0, false);
        http.Response.ContentType = TableWriters.MediaType(command.What.Format);
        try
        {
            await writer.WriteAsync(command.What, keys, http.Response.Body, context, done => rows = done, ending);
            isComplete = true;
        }
        catch (Exception fault)
        {
            // Aborted, because otherwise the file would be taken for complete.
            http.Abort();
            http.RequestServices.GetRequiredService<ILogger<ApiExport>>()
                .LogWarning(fault, "Export {ExportId} broke off after {Rows} users.", command.ExportId, rows);
        }

        await http
            .RequestServices.GetRequiredService<ICommandBus>()
            .SendAsync(
                new EndExport(command.ExportId, context.Actor.Id, command.What, rows, isComplete),
                new CommandContext(Actor.System, Guid.CreateVersion7()),
                CancellationToken.None
            );
    }
}
