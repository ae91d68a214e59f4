using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace UserAdmin.Web.Hardening;

/// <summary>
/// Writes log entries so that no client can flood the log or forge its lines: control characters are removed, long
/// entries are cut, and the number of warnings and errors of one kind per minute is limited; the number of omitted
/// entries is logged afterwards.
/// </summary>
/// <param name="time">The clock.</param>
internal sealed class BoundedConsole(TimeProvider time) : ConsoleFormatter(FormatterName)
{
    /// <summary>The name of the formatter for the console logger.</summary>
    internal const string FormatterName = "useradmin";

    /// <summary>The maximum number of entries of one kind (category, event and level) per minute.</summary>
    internal const int MostInAMinute = 30;

    private const int LongestMessage = 2_000;
    private const int LongestTrace = 8_000;
    private static readonly TimeSpan _span = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<(string Category, int Event, LogLevel Level), Written> _written = [];

    /// <inheritdoc/>
    public override void Write<TState>(
        in LogEntry<TState> logEntry,
        IExternalScopeProvider? scopeProvider,
        TextWriter textWriter
    )
    {
        var leftOut = 0;
        // Entries below warnings are not limited, because somebody has enabled them on purpose.
        if (
            logEntry.LogLevel >= LogLevel.Warning
            && !Takes((logEntry.Category, logEntry.EventId.Id, logEntry.LogLevel), out leftOut)
        )
        {
            return;
        }

        if (leftOut > 0)
        {
            textWriter.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{NameOf(logEntry.LogLevel)}: {logEntry.Category}: {leftOut} more like the following "
                        + $"were left out."
                )
            );
        }

        textWriter.WriteLine($"{NameOf(logEntry.LogLevel)}: {logEntry.Category}[{logEntry.EventId.Id}]");
        textWriter.WriteLine($"      {Clean(logEntry.Formatter(logEntry.State, logEntry.Exception), LongestMessage)}");
        if (logEntry.Exception is { } fault)
        {
            foreach (var line in Shorten(fault.ToString(), LongestTrace).Split('\n'))
            {
                textWriter.WriteLine($"      {Clean(line.TrimEnd('\r'), LongestMessage)}");
            }
        }
    }

    /// <summary>
    /// Returns a text as one line: without control characters and other line separators, and cut at a maximum length.
    /// </summary>
    internal static string Clean(string text, int longest) =>
        string.Concat(
            Shorten(text, longest)
                .Select(character =>
                    char.IsControl(character)
                    || char.GetUnicodeCategory(character)
                        is UnicodeCategory.Format
                            or UnicodeCategory.LineSeparator
                            or UnicodeCategory.ParagraphSeparator
                        ? ' '
                        : character
                )
        );

    private bool Takes((string, int, LogLevel) kind, out int leftOut)
    {
        lock (_lock)
        {
            var now = time.GetTimestamp();
            leftOut = 0;
            if (!_written.TryGetValue(kind, out var written) || time.GetElapsedTime(written.Since, now) >= _span)
            {
                leftOut = written.LeftOut;
                written = new Written(now, 0, 0);
            }

            var takes = written.Count < MostInAMinute;
            _written[kind] = takes
                ? written with
                {
                    Count = written.Count + 1,
                }
                : written with
                {
                    LeftOut = written.LeftOut + 1,
                };
            return takes;
        }
    }

    private static string Shorten(string text, int longest) =>
        text.Length <= longest
            ? text
            : new StringBuilder(longest + 32)
                .Append(text, 0, longest)
                .Append(CultureInfo.InvariantCulture, $" … ({text.Length - longest} more characters)")
                .ToString();

    private static string NameOf(LogLevel level) =>
        level switch
        {
            LogLevel.Trace => "trce",
            LogLevel.Debug => "dbug",
            LogLevel.Information => "info",
            LogLevel.Warning => "warn",
            LogLevel.Error => "fail",
            _ => "crit",
        };

    private readonly record struct Written(long Since, int Count, int LeftOut);
}
