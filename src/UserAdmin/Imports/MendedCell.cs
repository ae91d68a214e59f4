namespace UserAdmin.Imports;

/// <summary>What a cell of an import's file should have been.</summary>
/// <param name="Row">Number of the row, as a spreadsheet counts (<see cref="Queries.ImportItem.Row"/>).</param>
/// <param name="Column">Position of the column, from 0.</param>
/// <param name="Value">The new text, at most <see cref="Tables.TableLimits.ValueLength"/> characters; null or empty for
/// an empty cell.</param>
public sealed record MendedCell(int Row, int Column, string? Value);
