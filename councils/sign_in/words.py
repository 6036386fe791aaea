"""What people read when a second step is refused."""

WRONG_CODE = "That code is not right. Type the 6 digits that your app shows now, or a recovery code."
TOO_MANY_TRIES = "Too many tries. Wait five minutes, then try again."
