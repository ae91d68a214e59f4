using System.Text;
using Npgsql;
using NpgsqlTypes;

namespace UserAdmin.Storage.PostgreSql;

/// <summary>Text as the server can store it.</summary>
internal static class PostgreSqlText
{
    /// <summary>
    /// Returns a text for people with U+FFFD in place of what the server refuses: U+0000 and half surrogate pairs.
    /// </summary>
    public static string? Storable(string? text) =>
        text is null ? null : Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)).Replace('\0', '\uFFFD');

    /// <summary>Writes a text or NULL.</summary>
    public static void WriteText(this NpgsqlBinaryImporter copy, string? text)
    {
        if (text is null)
        {
            copy.WriteNull();
        }
        else
        {
            copy.Write(text, NpgsqlDbType.Text);
        }
    }
}
