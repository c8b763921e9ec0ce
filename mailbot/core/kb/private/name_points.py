"""Points for and against a word being somebody's name: fitted, all of it, by tests/core/kb/fit_points.py.

Each entry is a sign (spaces written "_") and its points; the one without a name is every word's.
"""

_FITTED = """
    :-0.6 alone:0.2 alone_desk_tail:0.9 alone_desk_within:0.3 alone_strange_within:-1.2 alone_tail:1.6
    alone_within:-1.3 behind_bracket:1.0 behind_cell:0.9 behind_close:0.2 behind_colon:-0.5 behind_comma:0.5
    behind_line:0.4 behind_menu:-1.9 behind_quote:-0.9 behind_space:0.7 behind_stop:-0.3 behind_wide:-0.3 called:0.5
    called_desk:0.4 called_strange:-0.4 called_thread_0:0.5 called_thread_4:-0.2 ending:0.2 ending_desk:1.0
    ending_english:0.2 ending_long:-0.4 ending_strange:-0.6 gap_bracket:-0.2 gap_cell:0.6 gap_colon:0.1
    gap_comma:0.4 gap_menu:-1.3 gap_quote:-0.7 gap_space:0.5 gap_stop:0.6 gap_wide:-0.2 left_+:-0.1 left_-:-0.2
    left_2:-0.8 left_5:-1.1 left_[code]:1.5 left_a:-1.2 left_account:-0.1 left_and:0.5 left_app:-0.2 left_as:0.2
    left_ask:2.4 left_by:1.1 left_capital_english:1.6 left_capital_long:-0.2 left_capital_strange:3.1
    left_choose:-0.8 left_click:-0.3 left_dear:-0.5 left_file:-0.1 left_for:1.3 left_from:-0.7 left_get:0.1
    left_hello:-0.2 left_hi:-0.6 left_if:-0.4 left_in:-1.2 left_it:-0.7 left_let:1.5 left_menu:-0.3 left_mr:0.9
    left_mrs:2.0 left_name:0.2 left_not:-0.3 left_of:-0.2 left_on:-0.4 left_open:-0.6 left_or:0.7 left_press:-1.4
    left_print:-0.1 left_pupils:0.5 left_ring:-0.2 left_says:-0.4 left_settings:-0.1 left_so:0.2 left_tell:0.6
    left_that:0.1 left_the:-1.0 left_then:-0.8 left_tick:-0.5 left_to:0.3 left_told:0.6 left_under:-0.5
    left_use:-0.2 left_was:0.1 left_with:0.7 left_your:0.1 left2_-:0.3 left2_[code]:0.5 left2_[name]:-0.2
    left2_[pupil]:0.2 left2_a:-0.9 left2_again:-0.8 left2_and:0.3 left2_as:0.3 left2_ask:0.7 left2_at:-0.7
    left2_for:1.5 left2_from:-0.5 left2_has:-0.4 left2_have:0.1 left2_her:0.6 left2_i:-0.4 left2_in:-0.8
    left2_is:0.1 left2_it:0.1 left2_it's:-0.2 left2_laptop:0.8 left2_list:1.0 left2_name:0.9 left2_not:-0.2
    left2_of:0.7 left2_on:-0.4 left2_one:0.2 left2_open:-0.5 left2_or:0.3 left2_out:0.2 left2_press:-0.5
    left2_pupil:0.2 left2_pupils:0.5 left2_settings:-0.3 left2_that:0.5 left2_the:0.1 left2_then:0.1 left2_to:0.3
    left2_under:0.4 left2_use:-0.1 left2_was:0.5 left2_with:0.2 left2_word:-0.4 left2_you:-0.1 left2_your:0.4
    listed_family:0.3 listed_given:0.1 listed_none:-0.8 of:1.1 persons:0.6 persons_desk:0.7 place_inside:-0.9
    place_stop:0.6 rare_desk:-0.7 rare_desk_inside:-0.4 rare_desk_line:-0.3 rare_desk_listed_given:0.3
    rare_desk_listed_none:-1.0 rare_desk_thread_0:-1.4 rare_desk_thread_1:-0.6 rare_desk_thread_3:0.6
    rare_desk_thread_4:0.6 rare_english:0.3 rare_english_inside:-0.5 rare_english_line:0.5
    rare_english_listed_family:0.3 rare_english_listed_given:-0.5 rare_english_listed_none:0.5
    rare_english_thread_0:0.5 rare_english_thread_1:0.7 rare_english_thread_2:-0.7 rare_english_thread_4:-0.2
    rare_long:-0.5 rare_long_inside:-0.3 rare_long_line:-0.6 rare_long_listed_none:-0.6 rare_long_stop:0.3
    rare_long_thread_0:-0.4 rare_long_thread_4:1.0 rare_strange:0.6 rare_strange_inside:0.3 rare_strange_line:0.4
    rare_strange_listed_given:0.3 rare_strange_listed_none:0.3 rare_strange_stop:-0.1 rare_strange_thread_0:0.5
    rare_strange_thread_1:0.3 rare_strange_thread_2:0.8 rare_strange_thread_3:-0.3 rare_strange_thread_4:-0.7
    right_+:-0.8 right_2:0.2 right_[code]:0.4 right_[email_address]:1.0 right_[name]:-1.6 right_[password]:0.9
    right_[phone_number]:1.3 right_a:-0.4 right_access:0.3 right_add:-0.1 right_all:-0.1 right_and:-0.1
    right_app:-0.2 right_at:0.8 right_by:-0.1 right_can:0.3 right_capital_desk:0.4 right_capital_english:1.1
    right_capital_long:0.5 right_capital_strange:1.6 right_choose:-0.4 right_class:-0.3 right_for:-0.9
    right_from:0.7 right_has:1.5 right_i:-0.3 right_if:0.4 right_in:1.6 right_is:0.7 right_it:-0.1 right_not:0.8
    right_of:-0.8 right_off:0.1 right_on:0.4 right_open:-0.1 right_or:0.2 right_page:-0.1 right_password:-0.1
    right_pick:-0.1 right_portal:-0.1 right_press:-0.5 right_said:-0.6 right_says:0.9 right_set:0.3
    right_settings:-0.1 right_so:0.6 right_the:-0.8 right_then:-0.3 right_tick:-0.3 right_to:-0.1 right_use:-0.1
    right_who:0.2 right_will:0.8 right_year:0.4 right_you:0.7 right_your:-0.5 right2_-:0.5 right2_5:0.4
    right2_[account_name]:0.7 right2_[address]:0.3 right2_[code]:-0.5 right2_[email_address]:0.4 right2_[name]:-0.6
    right2_[password]:1.1 right2_[phone_number]:1.0 right2_a:-1.2 right2_all:-0.2 right2_and:0.8 right2_be:0.8
    right2_both:1.6 right2_can:0.9 right2_choose:-0.1 right2_class:0.1 right2_do:0.4 right2_find:0.4 right2_for:-1.0
    right2_from:0.6 right2_has:-0.6 right2_have:0.2 right2_her:0.6 right2_if:0.2 right2_in:0.4 right2_is:-0.4
    right2_it:-0.1 right2_keep:0.4 right2_knows:-0.3 right2_laptop:0.1 right2_left:0.4 right2_me:0.6 right2_mum:0.5
    right2_needs:-0.2 right2_no:0.3 right2_not:0.2 right2_of:0.3 right2_off:-0.2 right2_on:0.2 right2_one:-0.2
    right2_only:0.1 right2_or:-0.9 right2_pick:-0.3 right2_press:-0.1 right2_set:-0.8 right2_so:0.4 right2_the:0.4
    right2_then:-0.1 right2_two:-0.6 right2_up:0.3 right2_was:-0.7 right2_who:0.1 right2_with:-0.5 right2_year:0.5
    right2_you:0.2 right2_your:-0.7 shape_small:-1.8 shape_title:-0.8 tail_inside:1.2 tail_line:1.2 tail_stop:0.9
    thread_0:-0.9 thread_0_inside:-0.1 thread_0_line:0.3 thread_0_stop:-1.1 thread_1:-0.6 thread_1_inside:-0.7
    thread_1_line:0.2 thread_1_stop:-0.2 thread_2:0.1 thread_2_inside:-0.6 thread_2_line:0.7 thread_3:0.4
    thread_3_inside:0.2 thread_3_line:-0.4 thread_4:0.7 thread_4_inside:0.2 thread_4_line:-0.8 thread_4_stop:1.3
"""
POINTS = {
    name.replace("_", " "): float(points) for name, _, points in (entry.rpartition(":") for entry in _FITTED.split())
}
