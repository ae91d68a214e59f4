using System.Globalization;
using UserAdmin.Imports;
using UserAdmin.Imports.Commands;
using UserAdmin.Imports.Queries;
using UserAdmin.Messaging;

namespace UserAdmin.Web.Api.Rest;

/// <summary>The upload of a file to import. The body is the file, which is never held in memory as a whole.</summary>
internal sealed class ApiUpload : ApiEndpoint
{
    /// <summary>Creates the endpoint.</summary>
    public ApiUpload()
        : base(
            "POST",
            "imports",
            typeof(ReceiveImportFile),
            property =>
                property.Name == nameof(ReceiveImportFile.FileName)
                    ? new ApiField(property, ApiSource.Query, "fileName")
                    : null
        ) => MostBytes = IImportFiles.MostBytes;

    /// <inheritdoc/>
    public override string Accepts => "application/octet-stream";

    /// <inheritdoc/>
    public override Type Body => typeof(Stream);

    /// <inheritdoc/>
    public override Type Response => typeof(ApiAccepted);

    /// <inheritdoc/>
    public override int Status => StatusCodes.Status202Accepted;

    /// <inheritdoc/>
    public override async Task AnswerAsync(HttpContext http)
    {
        var caller = ApiCaller.Of(http);
        if (ApiCommandId.Of(http, caller.Application.Id) is not { } commandId)
        {
            await ApiCommandId.Problem.WriteAsync(http);
            return;
        }

        var importId = ApiCommandId.OfNew(commandId);
        var (reason, _) = ApiHeaders.ReasonOf(http, this, []);
        var result = await http
            .RequestServices.GetRequiredService<IImportFiles>()
            .ReceiveAsync(
                importId,
                http.Request.Query["fileName"].ToString(),
                http.Request.Body,
                caller.Context(commandId, reason),
                http.RequestAborted
            );
        if (!result.IsAccepted)
        {
            // The id comes from the key, so this application has sent the file already, and lost the answer.
            result = result.Errors.Any(error => error.Code == ImportErrors.IdTaken.Code)
                ? await RepeatedAsync(http, caller, commandId, importId) ?? result
                : result;
        }

        if (!result.IsAccepted)
        {
            await ApiProblem.Of(result.Errors).WriteAsync(http);
            return;
        }

        await WriteAsync(http, new ApiAccepted(result.Position, result.Changed, importId));
    }

    /// <summary>
    /// Returns the first answer to an upload that is repeated, or that its key was used for another file; null if the
    /// import is not this application's.
    /// </summary>
    private static async Task<CommandResult?> RepeatedAsync(
        HttpContext http,
        ApiCaller caller,
        Guid commandId,
        string importId
    )
    {
        var answer = await caller.AskAsync(new GetImport(importId));
        if (answer.Value is not { } import || import.ActorId != caller.Actor.Id)
        {
            return null;
        }

        var name = http.Request.Query["fileName"].ToString();
        if ((http.Request.ContentLength ?? import.Bytes) != import.Bytes || name.Trim() != import.FileName)
        {
            return CommandResult.Refused(MessagingErrors.CommandIdReused);
        }

        // The command is carried out once, so this answers what the first one did, while that is remembered.
        var first = await caller.SendAsync(new ReceiveImportFile(importId, name, import.Bytes), commandId);
        return first.IsAccepted ? first : CommandResult.Accepted(answer.Position, true);
    }

    private Task WriteAsync(HttpContext http, ApiAccepted accepted)
    {
        http.Response.Headers[ApiHeaders.Position] = accepted.Position.ToString(CultureInfo.InvariantCulture);
        http.Response.Headers.Location = $"{http.Request.PathBase}{Base}imports/{accepted.Id}";
        return ApiAnswers.WriteAsync(http, Status, accepted);
    }
}
