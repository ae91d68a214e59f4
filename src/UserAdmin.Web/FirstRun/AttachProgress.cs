namespace UserAdmin.Web.FirstRun;

/// <summary>Tells the page how far the console is in attaching itself. It is asked twice a second.</summary>
internal static class AttachProgress
{
    /// <summary>Returns the address, relative to the base.</summary>
    public static string AddressOf(AttachmentRun run) => $"attaching/{run.Id}";

    /// <summary>Adds the endpoint. Whoever started the run knows its address; nobody else can guess it.</summary>
    public static void MapAttachProgress(this IEndpointRouteBuilder endpoints) =>
        endpoints
            .MapGet(
                "/attaching/{id:guid}",
                (Guid id, FirstAttachment attachment) =>
                    attachment.Run is { } run && run.Id == id
                        ? Results.Json(
                            new
                            {
                                text = run.Text,
                                done = run.Progress?.Done ?? 0,
                                total = run.Progress?.Total ?? 0,
                                hasFailed = run.Failure is not null,
                            }
                        )
                        : Results.NotFound()
            )
            .AllowAnonymous();
}
