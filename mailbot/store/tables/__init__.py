"""The rows, as SQLModel tables; their keys are the fences against loss and doubles."""

from sqlalchemy import MetaData
from sqlmodel import SQLModel

from mailbot.store.tables import articles, audit, base, mailflow, notifications, orders, people, requests

RAW = base.table_of(mailflow.Raw)
INBOX = base.table_of(mailflow.Inbox)
MESSAGE = base.table_of(mailflow.MessageRow)
CURSOR = base.table_of(mailflow.MailboxCursor)
HEALTH = base.table_of(mailflow.MailboxHealth)
ADDRESS_STATE = base.table_of(mailflow.AddressStateRow)
REFERENCE = base.table_of(mailflow.ReferenceRow)
OUTBOX = base.table_of(mailflow.Outbox)
TIMER = base.table_of(mailflow.Timer)
NOTIFICATION = base.table_of(notifications.NotificationRow)
PERSON = base.table_of(people.PersonRow)
ADDRESS = base.table_of(people.AddressRow)
LEAVE = base.table_of(people.LeaveRow)
PERSON_SCHOOL = base.table_of(people.PersonSchool)
REQUEST = base.table_of(requests.RequestRow)
LINK = base.table_of(requests.LinkRow)
PARTICIPANT = base.table_of(requests.Participant)
ENTRY = base.table_of(requests.EntryRow)
OFFER = base.table_of(requests.Offer)
MOVE = base.table_of(requests.MoveRow)
TIME_SPENT = base.table_of(orders.TimeSpent)
UNDO = base.table_of(orders.UndoRow)
ARTICLE = base.table_of(articles.ArticleRow)
ARTICLE_VERSION = base.table_of(articles.ArticleVersion)
ARTICLE_EVENT = base.table_of(articles.ArticleEvent)
ARTICLE_PICTURE = base.table_of(articles.ArticlePicture)
ARTICLE_VECTORS = base.table_of(articles.ArticleVectors)
AUDIT = base.table_of(audit.Audit)
SEQUENCE = base.table_of(audit.Sequence)
LEASE = base.table_of(audit.Lease)
SETTING = base.table_of(audit.Setting)

METADATA: MetaData = SQLModel.metadata
