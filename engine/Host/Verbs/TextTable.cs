using Spectre.Console;

namespace LowLatencyMM.Host.Verbs;

/// <summary>A table for people: as wide as the terminal, and never wrapped or coloured in a file or a pipe.</summary>
internal sealed class TextTable
{
    private const int PipeWidth = 500;

    private readonly Table _table = new Table().Border(TableBorder.Simple);
    private readonly string[] _columns;

    /// <param name="columns">Headings; those that begin with <c>&gt;</c> stand to the right.</param>
    public TextTable(params string[] columns)
    {
        _columns = columns;
        foreach (string column in columns)
        {
            var added = new TableColumn(Markup.Escape(column.TrimStart('>')));
            _table.AddColumn(column.StartsWith('>') ? added.RightAligned() : added);
        }
    }

    /// <summary>Adds a row; null is shown as a dash.</summary>
    public TextTable Add(params string?[] cells)
    {
        if (cells.Length != _columns.Length)
            throw new ArgumentException($"A row of {cells.Length} cells in a table of {_columns.Length} columns.", nameof(cells));
        _table.AddRow([.. cells.Select(cell => new Text(cell ?? "-"))]);
        return this;
    }

    /// <summary>Prints it to standard output.</summary>
    public void Print()
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(Console.Out),
            Ansi = Console.IsOutputRedirected ? AnsiSupport.No : AnsiSupport.Detect,
        });
        if (Console.IsOutputRedirected)
            console.Profile.Width = PipeWidth;
        console.Write(_table);
    }
}
