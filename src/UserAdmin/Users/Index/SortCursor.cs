using System.Buffers.Text;
using System.Text;
using System.Text.Json;

namespace UserAdmin.Users.Index;

/// <summary>
/// A position in a list: the sort keys of a row. The list can be continued from it even if that row has moved or was
/// deleted.
/// </summary>
/// <param name="Part">The number of the list's part, for lists that consist of parts.</param>
/// <param name="Key">The row's key in the column that the list is sorted by.</param>
/// <param name="Name">The row's folded display name.</param>
/// <param name="Id">The key of the row's account.</param>
internal readonly record struct SortCursor(int Part, SortKey Key, string Name, string Id)
{
    /// <summary>Returns the cursor as text for a URL.</summary>
    /// <param name="isBackward">Whether the cursor leads to the previous page instead of the next one.</param>
    public string Text(bool isBackward) =>
        Base64Url.EncodeToString(
            JsonSerializer.SerializeToUtf8Bytes(
                new object[] { isBackward ? 1 : 0, Part, Key.Number, Key.Text, Name, Id }
            )
        );

    /// <summary>Reads a cursor from its text. Returns null if the text is not valid.</summary>
    public static (SortCursor Cursor, bool IsBackward)? Read(string? text)
    {
        try
        {
            if (
                string.IsNullOrEmpty(text)
                || JsonSerializer.Deserialize<JsonElement[]>(Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text)))
                    is not [var backward, var part, var number, var key, var name, var id]
            )
            {
                return null;
            }

            return (
                new(
                    part.GetInt32(),
                    new(number.GetInt64(), key.GetString() ?? ""),
                    name.GetString() ?? "",
                    id.GetString() ?? ""
                ),
                backward.GetInt32() == 1
            );
        }
        catch (Exception fault) when (fault is FormatException or JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
