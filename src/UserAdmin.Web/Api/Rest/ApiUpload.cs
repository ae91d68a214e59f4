using System.Globalization;
using UserAdmin.Imports;
using UserAdmin.Imports.Commands;

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
            // The id comes from the key: whoever has sent the file already, and lost the answer, finds the import.
            if (result.Errors.Any(error => error.Code == ImportErrors.IdTaken.Code))
            {
                http.Response.Headers.Location = $"{http.Request.PathBase}{Base}imports/{importId}";
            }

            await ApiProblem.Of(result.Errors).WriteAsync(http);
            return;
        }

        http.Response.Headers[ApiHeaders.Position] = result.Position.ToString(CultureInfo.InvariantCulture);
        http.Response.Headers.Location = $"{http.Request.PathBase}{Base}imports/{importId}";
        await ApiAnswers.WriteAsync(http, Status, new ApiAccepted(result.Position, result.Changed, importId));
    }
}
