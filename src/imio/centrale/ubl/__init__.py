"""UBL that the product writes: the order, as Peppol BIS Order only 3 asks for it."""
