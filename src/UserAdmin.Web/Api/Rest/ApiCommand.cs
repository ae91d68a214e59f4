using System.Globalization;
using System.Text.Json.Nodes;
using UserAdmin.Messaging;
using UserAdmin.Projections;

namespace UserAdmin.Web.Api.Rest;

/// <summary>A command of the API.</summary>
/// <typeparam name="TCommand">The command.</typeparam>
/// <param name="method">The method of HTTP.</param>
/// <param name="route">The address.</param>
internal sealed class ApiCommand<TCommand>(string method, string route)
    : ApiEndpoint(method, route, typeof(TCommand)),
        IApiCreation
    where TCommand : ICommand
{
    /// <summary>The property with the id of what the command creates, which the API makes if it is left out.</summary>
    public string? NewId { get; init; }

    /// <summary>Makes that id where it is not a UUID; null otherwise.</summary>
    public Func<HttpContext, Task<string?>>? MakeId { get; init; }

    /// <summary>The address of what the command creates or begins, with <c>{id}</c>; null if there is none.</summary>
    public string? Location { get; init; }

    /// <summary>Whether the work goes on after the answer.</summary>
    public bool IsLong { get; init; }

    /// <inheritdoc/>
    public override Type Response => typeof(ApiAccepted);

    /// <inheritdoc/>
    public override int Status =>
        IsLong ? StatusCodes.Status202Accepted
        : NewId is not null ? StatusCodes.Status201Created
        : StatusCodes.Status200OK;

    /// <inheritdoc/>
    public override async Task AnswerAsync(HttpContext http)
    {
        var caller = ApiCaller.Of(http);
        if (ApiCommandId.Of(http, caller.Application.Id) is not { } commandId)
        {
            await ApiCommandId.Problem.WriteAsync(http);
            return;
        }

        var version = Version is null ? 0 : ApiHeaders.VersionOf(http);
        if (version is null)
        {
            await ApiHeaders.NoVersion(http).WriteAsync(http);
            return;
        }

        var (json, problem) = await ApiMessage.ReadAsync(this, http);
        if (json is null)
        {
            await problem!.WriteAsync(http);
            return;
        }

        var (reason, unreadable) = ApiHeaders.ReasonOf(http, this, json);
        if (unreadable is not null)
        {
            await unreadable.WriteAsync(http);
            return;
        }

        if (Version is not null)
        {
            json[Version.Json] = version;
        }

        var id = await IdAsync(http, json, commandId);
        var (command, wrong) = ApiMessage.Make<TCommand>(json);
        if (command is null)
        {
            await wrong!.WriteAsync(http);
            return;
        }

        var result = await caller.SendAsync(command, commandId, reason);
        if (!result.IsAccepted)
        {
            await ApiProblem.Of(result.Errors).WriteAsync(http);
            return;
        }

        await AcceptAsync(http, result, id);
    }

    private async Task AcceptAsync(HttpContext http, CommandResult result, string? id)
    {
        http.Response.Headers[ApiHeaders.Position] = result.Position.ToString(CultureInfo.InvariantCulture);
        if (ApiHeaders.WaitOf(http) is { } patience)
        {
            http.Response.Headers["Preference-Applied"] =
                $"wait={((int)patience.TotalSeconds).ToString(CultureInfo.InvariantCulture)}";
            var follows = http.RequestServices.GetRequiredService<IReadModelWait>();
            if (!await follows.WaitAsync(result.Position, patience, http.RequestAborted))
            {
                http.Response.Headers[ApiHeaders.Stale] = "true";
            }
        }

        if (Location is not null)
        {
            http.Response.Headers.Location =
                http.Request.PathBase
                + Base
                + Location.Replace("{id}", Uri.EscapeDataString(id!), StringComparison.Ordinal);
        }

        await ApiAnswers.WriteAsync(http, Status, new ApiAccepted(result.Position, result.Changed, id));
    }

    /// <summary>Returns the id of what is created or begun, and puts it into the message if it was left out.</summary>
    private async Task<string?> IdAsync(HttpContext http, JsonObject json, Guid commandId)
    {
        if (NewId is not null && json[NewId] is null)
        {
            json[NewId] = MakeId is null ? null : await MakeId(http);
            json[NewId] ??= ApiCommandId.OfNew(commandId);
        }

        var named = NewId ?? Fields.FirstOrDefault(field => field.Source == ApiSource.Route)?.Json;
        return
            (NewId is not null || Location is not null)
            && named is not null
            && json[named] is JsonValue value
            && value.TryGetValue<string>(out var id)
            ? id
            : null;
    }
}

/// <summary>The answer to a command that was accepted: its change is on disk.</summary>
/// <param name="Position">The position of the change in the event log, as in the header UserAdmin-Position.</param>
/// <param name="Changed">Whether anything changed; false if it was so already.</param>
/// <param name="Id">The id of what was created or begun; null for other commands.</param>
internal sealed record ApiAccepted(long Position, bool Changed, string? Id = null);
