from django.db import models
from django.utils.translation import gettext_lazy as _


class AccountKind(models.TextChoices):
    """The classes of the Chinese standards for enterprises; 5xxx accounts are costs, 6xxx income and expense."""

    ASSET = "asset", _("Asset")
    LIABILITY = "liability", _("Liability")
    EQUITY = "equity", _("Equity")
    COST = "cost", _("Cost")
    INCOME = "income", _("Income")
    EXPENSE = "expense", _("Expense")


class Side(models.TextChoices):
    """Where an account grows."""

    DEBIT = "debit", _("Debit")
    CREDIT = "credit", _("Credit")


class Role(models.TextChoices):
    """What an account is to the other rooms; each company chooses which account has which role."""

    CASH = "cash", _("Cash")
    BANK = "bank", _("Bank")
    PLATFORM_MONEY = "platform_money", _("Money held by platforms")
    RECEIVABLE = "receivable", _("Receivable")
    PREPAID = "prepaid", _("Paid ahead to suppliers")
    STOCK = "stock", _("Goods on stock")
    GOODS_IN_TRANSIT = "goods_in_transit", _("Goods in transit")
    PRICE_DIFFERENCE = "price_difference", _("Price differences of goods")
    STOCK_GAIN_LOSS = "stock_gain_loss", _("Stock gains and losses")
    PAYABLE = "payable", _("Payable to suppliers")
    RECEIVED_NOT_INVOICED = "received_not_invoiced", _("Received, not invoiced")
    INPUT_TAX = "input_tax", _("Input tax")
    OUTPUT_TAX = "output_tax", _("Output tax")
    SALES = "sales", _("Sales")
    COST_OF_GOODS_SOLD = "cost_of_goods_sold", _("Cost of goods sold")
    SELLING_EXPENSE = "selling_expense", _("Selling expenses")
    OTHER_LOSS = "other_loss", _("Other losses")
    SUPPLIER_COMPENSATION = "supplier_compensation", _("What suppliers make good")


class PeriodState(models.TextChoices):
    OPEN = "open", _("Open for entries")
    CLOSED = "closed", _("Books closed")


PERIOD_STEPS = {PeriodState.OPEN: {PeriodState.CLOSED}, PeriodState.CLOSED: {PeriodState.OPEN}}
