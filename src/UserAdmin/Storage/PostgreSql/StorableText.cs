using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;
using UserAdmin.Messaging;

namespace UserAdmin.Storage.PostgreSql;

/// <summary>
/// Replaces characters that PostgreSQL refuses: U+0000, and half of a surrogate pair. SQLite stores them, or finds
/// nothing with them; here each would be an error. What is replaced was never accepted as a name or an id, but somebody
/// may type it when signing in, or into an address.
/// </summary>
internal sealed class StorableText : DbCommandInterceptor
{
    // A noncharacter: no text that the program accepts contains it, so nothing is found by mistake.
    private const char Substitute = '\uFFFF';

    public override InterceptionResult<DbDataReader> ReaderExecuting(
        DbCommand command,
        CommandEventData eventData,
        InterceptionResult<DbDataReader> result
    ) => Replace(command, result);

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command,
        CommandEventData eventData,
        InterceptionResult<DbDataReader> result,
        CancellationToken cancellationToken = default
    ) => new(Replace(command, result));

    public override InterceptionResult<int> NonQueryExecuting(
        DbCommand command,
        CommandEventData eventData,
        InterceptionResult<int> result
    ) => Replace(command, result);

    public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command,
        CommandEventData eventData,
        InterceptionResult<int> result,
        CancellationToken cancellationToken = default
    ) => new(Replace(command, result));

    private static T Replace<T>(DbCommand command, T result)
    {
        for (var i = 0; i < command.Parameters.Count; i++)
        {
            var parameter = command.Parameters[i];
            switch (parameter.Value)
            {
                case string text when !IsStorable(text):
                    parameter.Value = Storable(text);
                    break;

                case IEnumerable<string?> texts when texts.Any(text => !IsStorable(text)):
                    parameter.Value = texts.Select(text => text is null ? null : Storable(text)).ToArray();
                    break;
            }
        }

        return result;
    }

    private static bool IsStorable(string? text) =>
        text is null || (!text.Contains('\0', StringComparison.Ordinal) && MessageShape.IsWellFormed(text));

    private static string Storable(string text) =>
        string.Concat(
            text.Replace('\0', Substitute)
                .EnumerateRunes()
                .Select(rune => rune == System.Text.Rune.ReplacementChar ? $"{Substitute}" : rune.ToString())
        );
}
