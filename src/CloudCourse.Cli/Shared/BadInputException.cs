namespace CloudCourse.Cli.Shared;

/// <summary>A line of input that is JSON but not what the command takes. The message says what is there and what to do.</summary>
public sealed class BadInputException(string message) : Exception(message);
