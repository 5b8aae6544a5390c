"""What can be wrong with an expression, or with what it is asked about."""


class JMESPathError(ValueError):
    pass


class ParseError(JMESPathError):
    pass


class LexerError(ParseError):
    pass


class ArityError(ParseError):
    pass


class JMESPathTypeError(JMESPathError):
    pass


class UnknownFunctionError(JMESPathError):
    pass
