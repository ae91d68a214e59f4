using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using UserAdmin.Tool.Api;
using UserAdmin.Tool.Output;

namespace UserAdmin.Tool.Commands;

/// <summary>The list of accounts as a file.</summary>
internal static class ExportCommands
{
    private const string DefaultColumns = "email,user-name,name,state";

    /// <summary>Returns <c>exports</c>.</summary>
    public static Command All(Verbs verbs)
    {
        var file = new Option<FileInfo>("--file", "-o")
        {
            Description = "The file to write. It has its name only once it is complete.",
            HelpName = "file",
            Required = true,
        };
        var format = new Option<TableFormat?>("--format")
        {
            Description = "csv, xlsx or jsonLines; what the file's name ends with if it is left out.",
            HelpName = "csv|xlsx|jsonLines",
            CompletionSources = { "csv", "xlsx", "jsonLines" },
        };
        var query = new Option<string?>("--query", "-q")
        {
            Description = "Which accounts, as in the search box of the console.",
            HelpName = "search",
        };
        var sort = new Option<string?>("--sort")
        {
            Description = "The field to sort by; with - before it in descending order.",
            HelpName = "field",
        };
        var columns = new Option<string>("--columns")
        {
            Description = "The columns of the file, as the console names them in addresses, with commas between.",
            HelpName = "names",
            DefaultValueFactory = _ => DefaultColumns,
        };
        var zone = new Option<string?>("--time-zone") { Description = "The zone of times; UTC if it is left out." };
        var force = new Option<bool>("--force") { Description = "Replaces the file if it is there." };
        return Verbs.Group(
            "exports",
            "The list of accounts as a file.",
            verbs.Change(
                "create",
                "Writes accounts to a file.",
                call =>
                {
                    var target = call.Get(file)!;
                    var sortBy = call.Get(sort);
                    var what = new UserExport
                    {
                        Format = call.Get(format) ?? FormatOf(target),
                        Columns = (call.Get(columns) ?? DefaultColumns).Split(
                            ',',
                            StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries
                        ),
                        Search = call.Get(query) ?? "",
                        Sort = sortBy?.TrimStart('-'),
                        Descending = sortBy?.StartsWith('-') is true,
                        TimeZone = call.Get(zone),
                    };
                    return WriteAsync(call, target, what, call.Get(force));
                },
                """
                useradmin exports create -o active.csv --query state:active
                useradmin exports create -o all.xlsx --columns email,name,roles --sort=-created
                """,
                file,
                format,
                query,
                sort,
                columns,
                zone,
                force
            )
        );
    }

    private static TableFormat FormatOf(FileInfo file) =>
        file.Extension.ToUpperInvariant() switch
        {
            ".CSV" => TableFormat.Csv,
            ".XLSX" => TableFormat.Xlsx,
            ".JSONL" or ".NDJSON" => TableFormat.JsonLines,
            _ => throw new ToolException(
                ExitCode.Usage,
                $"What “{file.Name}” should be is not clear from its end. Say --format csv, xlsx or jsonLines."
            ),
        };

    private static async Task WriteAsync(Call call, FileInfo target, UserExport what, bool mayReplace)
    {
        if (target.Exists && !mayReplace)
        {
            throw new ToolException(ExitCode.Usage, $"{target.FullName} is there already. Say --force to replace it.");
        }

        // In the same folder, so that giving it its name is one step.
        var beside = $"{target.FullName}.{Guid.NewGuid():N}.part";
        var isComplete = false;
        try
        {
            await using (var file = new FileStream(beside, Private()))
            {
                var answer = await call.Api.StartExportAsync(new StartExport { What = what }, call.Key, call.Reason);
                await using var rows = answer.Accepted().Value!;
                await rows.CopyToAsync(file, call.Cancellation);
                isComplete = true;
            }

            File.Move(beside, target.FullName, mayReplace);
        }
        catch (Exception fault) when (!isComplete && fault is HttpRequestException or HttpIOException)
        {
            throw new ToolException(
                ExitCode.Unavailable,
                $"The export broke off, and {target.Name} was not written. Run the command again."
            );
        }
        finally
        {
            File.Delete(beside);
        }

        Tell(call, target);
    }

    // It is a list of people: whoever wants others to read it can say so.
    private static FileStreamOptions Private()
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            Options = FileOptions.Asynchronous,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
    }

    private static void Tell(Call call, FileInfo target)
    {
        target.Refresh();
        if (call.Output.IsJson)
        {
            call.Output.Json(JsonSerializer.Serialize(new { file = target.FullName, bytes = target.Length }));
        }
        else
        {
            call.Output.Line(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{target.FullName} was written ({target.Length:N0} bytes)."
                )
            );
        }
    }
}
